using Runink.Raft;

namespace Runink.Simulation;

/// <summary>Nothing that a node holds grows beyond what its options allow.</summary>
public sealed class MemoryBounds : Invariant
{
    /// <summary>Entries that leaders make whatever waits: the first one of each term, renewed leases, memberships.</summary>
    private const int UnrefusedEntries = 256;

    /// <summary>Writes and promises that are made whatever the disk does: terms and votes.</summary>
    private const int UnrefusedWrites = 64;

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
        Limit(node, load.PendingWrites, options.MaxPendingWrites + UnrefusedWrites, "writes under way");
        Limit(node, load.PendingPromises, options.MaxPendingWrites + UnrefusedWrites, "promises that wait for writes");
        // A follower may have a message too much to apply, and behind that what its leader has not committed.
        var unapplied = (2 * options.MaxUncommittedBytes) + options.MaxBatchBytes + largest + (UnrefusedEntries * Entry.Overhead);
        Limit(node, load.UnappliedBytes, unapplied, "bytes that wait to be committed and applied");
    }

    private void Limit(IObservedNode node, long amount, long limit, string what)
    {
        if (amount > limit) Broken($"node {node.Id} holds {amount} {what}, and {limit} are allowed");
    }
}
