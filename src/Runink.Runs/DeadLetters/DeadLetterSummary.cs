using Runink.Pipelines.Planning;

namespace Runink.Runs.DeadLetters;

/// <summary>The dead letters that one stage published.</summary>
/// <param name="Run">The run.</param>
/// <param name="Time">When the run began.</param>
/// <param name="Stage">The stage.</param>
/// <param name="Scenario">Its scenario.</param>
/// <param name="Dataset">The queue they lie in.</param>
/// <param name="Letters">How many.</param>
/// <param name="FailedByRule">Failures by rule id; a letter that broke three rules counts in three.</param>
public sealed record DeadLetterSummary(
    string Run, DateTimeOffset Time, string Stage, string Scenario, DatasetRef Dataset, long Letters,
    IReadOnlyDictionary<string, long> FailedByRule)
{
    /// <summary>Version of the format, as commands print it.</summary>
    public int Version { get; init; } = 1;
}
