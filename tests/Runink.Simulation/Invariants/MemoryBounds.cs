using Runink.Raft;

namespace Runink.Simulation;

/// <summary>Nothing that a node holds grows beyond what its options allow.</summary>
public sealed class MemoryBounds : Invariant
{
    /// <summary>Entries that leaders make whatever waits: the first one of each term, renewed leases, memberships.</summary>
    private const int UnrefusedEntries = 256;

    /// <summary>Writes and promises that are made whatever the disk does: terms and votes.</summary>
    private const int UnrefusedWrites = 64;

    private readonly long[] _recovered = new long[SimulatedCluster.MaxAddresses];

    public override string Rule => "Memory bounds";

    // After a start everything since the last snapshot is to be applied again.
    public override void Started(IObservedNode node) => _recovered[(int)node.Id.Value] = node.Load.UnappliedBytes;

    public override void Stepped(IObservedNode node, in NodeView before)
    {
        var (load, options) = (node.Load, node.Options);
        var largest = options.MaxCommandBytes + Entry.Overhead;
        Limit(node, load.PendingReads, options.MaxPendingReads, "waiting reads");
        Limit(node, load.ForwardedProposals, options.MaxForwardedProposals, "forwarded proposals");
        Limit(node, load.InflightMessages, options.MaxInflightMessages, "messages under way to one peer");
        Limit(node, load.InflightBytes, Math.Max(options.MaxInflightBytes, largest), "bytes under way to one peer");
        Limit(node, load.ApplyingBytes, options.MaxApplyBytes + largest, "bytes being applied");
        Limit(node, load.PendingWrites, options.MaxPendingWrites + UnrefusedWrites, "writes under way");
        Limit(node, load.PendingPromises, options.MaxPendingWrites + UnrefusedWrites, "promises that wait for writes");
        // A follower may have a message too much to apply, and behind that what its leader has not committed.
        var unapplied = (2 * options.MaxUncommittedBytes) + options.MaxBatchBytes + largest + (UnrefusedEntries * Entry.Overhead);
        Limit(node, load.UnappliedBytes, unapplied + _recovered[(int)node.Id.Value], "bytes that wait to be committed and applied");
    }

    private void Limit(IObservedNode node, long amount, long limit, string what)
    {
        if (amount > limit) Broken($"node {node.Id} holds {amount} {what}, and {limit} are allowed");
    }
}
