namespace Runink.Simulation;

/// <summary>What came of an episode.</summary>
/// <param name="Tally">What happened.</param>
/// <param name="Faults">The faults that were done, in order.</param>
/// <param name="Violation">The rule that was broken, or null.</param>
/// <param name="Fingerprint">Equal only for equal histories.</param>
public sealed record EpisodeResult(RunTally Tally, IReadOnlyList<FaultEvent> Faults, Violation? Violation, ulong Fingerprint);
