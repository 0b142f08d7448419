namespace Runink.Isolation.Sandbox;

/// <summary>What a sweep found of agents that are gone.</summary>
/// <param name="Agents">How many agents.</param>
/// <param name="Slices">How many slices they left, alive or not.</param>
/// <param name="Left">What could not be removed in time, to be tried again: directories of the state.</param>
public sealed record SweepReport(int Agents, int Slices, IReadOnlyList<string> Left);
