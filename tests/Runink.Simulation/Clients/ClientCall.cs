namespace Runink.Simulation;

/// <summary>An operation on its way to a node.</summary>
/// <param name="Operation">What is asked.</param>
/// <param name="Context">Names this attempt; no two calls share a name.</param>
public sealed record ClientCall(Operation Operation, ulong Context);
