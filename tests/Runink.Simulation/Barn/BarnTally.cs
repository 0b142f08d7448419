namespace Runink.Simulation;

/// <summary>What happened in episodes of whole nodes.</summary>
internal sealed record BarnTally(
    long Steps, long Changes, long Crashes, long Reads, long Revisions, long Checked, Violation? Violation)
{
    public static BarnTally Nothing { get; } = new(0, 0, 0, 0, 0, 0, null);

    /// <summary>What more happened in a cluster; null where there was only one node.</summary>
    public BarnClusterTally? Cluster { get; init; }

    public static BarnTally operator +(BarnTally left, BarnTally right) => new(
        left.Steps + right.Steps,
        left.Changes + right.Changes,
        left.Crashes + right.Crashes,
        left.Reads + right.Reads,
        left.Revisions + right.Revisions,
        left.Checked + right.Checked,
        left.Violation ?? right.Violation)
    {
        Cluster = left.Cluster is { } one && right.Cluster is { } other ? one + other : left.Cluster ?? right.Cluster,
    };

    public override string ToString() =>
        $"steps={Steps} changes={Changes} crashes={Crashes} reads={Reads} revisions={Revisions} checked={Checked} "
        + (Cluster is null ? "" : $"{Cluster} ") + $"violations={(Violation is null ? 0 : 1)}";
}
