namespace Runink.Simulation;

/// <summary>What clients of every kind of call do.</summary>
/// <param name="Keys">How many keys they share.</param>
/// <param name="ThinkNanoseconds">Time between a client's answer and its next call, in the mean.</param>
/// <param name="ValueBytes">Bytes of a value, at most, besides those that make it the only one of its kind.</param>
internal sealed record BarnLoad(int Keys, long ThinkNanoseconds, int ValueBytes);
