namespace Runink.Simulation;

/// <summary>What happened in a run, summed up over its episodes.</summary>
public sealed record RunTally
{
    public long Steps { get; init; }

    /// <summary>Entries that were committed, each counted once.</summary>
    public long Commits { get; init; }

    public long Elections { get; init; }

    public long Crashes { get; init; }

    public long Snapshots { get; init; }

    /// <summary>Memberships that were committed.</summary>
    public long Configurations { get; init; }

    /// <summary>Reads that were served without the log.</summary>
    public long Reads { get; init; }

    /// <summary>Operations of clients whose histories were judged.</summary>
    public long Checked { get; init; }

    /// <summary>Histories that could not be judged within the bound of the checker.</summary>
    public long Undecided { get; init; }

    public long Violations { get; init; }

    public static RunTally operator +(RunTally left, RunTally right) => new()
    {
        Steps = left.Steps + right.Steps,
        Commits = left.Commits + right.Commits,
        Elections = left.Elections + right.Elections,
        Crashes = left.Crashes + right.Crashes,
        Snapshots = left.Snapshots + right.Snapshots,
        Configurations = left.Configurations + right.Configurations,
        Reads = left.Reads + right.Reads,
        Checked = left.Checked + right.Checked,
        Undecided = left.Undecided + right.Undecided,
        Violations = left.Violations + right.Violations,
    };

    public override string ToString() =>
        $"steps={Steps} commits={Commits} elections={Elections} crashes={Crashes} snapshots={Snapshots} configs={Configurations} "
        + $"reads={Reads} checked={Checked} violations={Violations}";
}
