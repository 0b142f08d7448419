namespace Runink.Simulation;

/// <summary>
/// Up to where a core believes its log durable, its disk holds the very entries of the core: a write counts for no other entries
/// than those that it wrote.
/// </summary>
public sealed class BelievedDurable(LogShadows shadows) : Invariant
{
    public override string Rule => "Durable is on disk";

    public override void Stepped(IObservedNode node, in NodeView before)
    {
        var (durable, last) = (node.View.Durable, node.View.LastLog);
        if (durable == before.Durable && last == before.LastLog) return;
        if (durable > last.Index) Broken($"node {node.Id} believes {durable} durable, and its log ends at {last}");
        // Compacted away, or lost to the disk and known to be.
        if (durable <= node.View.LogBase.Index || node.TermAt(durable) is not { } term) return;
        var disk = shadows.OnDisk(node.Id);
        if (durable > disk.Last || (disk.TermAt(durable) is { } held && held != term))
            Broken($"node {node.Id} believes {durable}@{term} durable, and its disk ends at {disk.End}");
    }
}
