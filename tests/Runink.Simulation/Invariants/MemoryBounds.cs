using Runink.Raft;

namespace Runink.Simulation;

/// <summary>Nothing that a node holds grows beyond what its options allow.</summary>
public sealed class MemoryBounds : Invariant
{
    /// <summary>Entries that a leader makes in one step whatever waits: a renewed lease, the end of a change of membership.</summary>
    private const int UnrefusedEntries = 2;

    /// <summary>Writes and promises that are made whatever the disk does: terms and votes.</summary>
    private const int UnrefusedWrites = 64;

    private readonly long[] _unapplied = new long[SimulatedCluster.MaxAddresses];

    public override string Rule => "Memory bounds";

    public override void Stepped(IObservedNode node, in NodeView before)
    {
        var (load, options) = (node.Load, node.Options);
        var largest = options.MaxCommandBytes + Entry.Overhead;
        Limit(node, load.PendingReads, options.MaxPendingReads, "waiting reads");
        Limit(node, load.ForwardedProposals, options.MaxForwardedProposals, "forwarded proposals");
        Limit(node, load.InflightMessages, options.MaxInflightMessages, "messages under way to one peer");
        Limit(node, load.InflightBytes, Math.Max(options.MaxInflightBytes, largest), "bytes under way to one peer");
        Limit(node, load.ApplyingBytes, options.MaxApplyBytes + largest, "bytes being applied");
        // Each lost entry is written again at once: promises that were made since count on it. The length of the log bounds them.
        Limit(node, load.PendingWrites, options.MaxPendingWrites + UnrefusedWrites + node.Durable.Rotten.Count, "writes under way");
        Limit(node, load.PendingPromises, options.MaxPendingWrites + UnrefusedWrites, "promises that wait for writes");
        // After a start, or for a new leader, more may wait: everything since the last snapshot. But a leader takes no command then.
        ref var unapplied = ref _unapplied[(int)node.Id.Value];
        var takes = before.Leads && node.View.Leads && load.UnappliedBytes > unapplied + (UnrefusedEntries * Entry.Overhead);
        if (takes) Limit(node, load.UnappliedBytes, Math.Max(options.MaxUncommittedBytes, largest), "bytes to be committed and applied");
        unapplied = load.UnappliedBytes;
    }

    private void Limit(IObservedNode node, long amount, long limit, string what)
    {
        if (amount > limit) Broken($"node {node.Id} holds {amount} {what}, and {limit} are allowed");
    }
}
