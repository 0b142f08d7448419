namespace Runink.Simulation;

/// <summary>What happened in episodes of a whole node.</summary>
internal sealed record BarnTally(
    long Steps, long Changes, long Crashes, long Reads, long Revisions, long Checked, Violation? Violation)
{
    public static BarnTally Nothing { get; } = new(0, 0, 0, 0, 0, 0, null);

    public static BarnTally operator +(BarnTally left, BarnTally right) => new(
        left.Steps + right.Steps,
        left.Changes + right.Changes,
        left.Crashes + right.Crashes,
        left.Reads + right.Reads,
        left.Revisions + right.Revisions,
        left.Checked + right.Checked,
        left.Violation ?? right.Violation);

    public override string ToString() =>
        $"steps={Steps} changes={Changes} crashes={Crashes} reads={Reads} revisions={Revisions} checked={Checked} "
        + $"violations={(Violation is null ? 0 : 1)}";
}
