using System.Collections.Immutable;
using Runink.Raft;

namespace Runink.Simulation;

/// <summary>What one node's storage holds, and the writes that are still under way. Immutable.</summary>
public sealed record ExploredDisk(SnapshotDescription Base)
{
    public Term Term { get; init; }

    public NodeId VotedFor { get; init; }

    public ImmutableArray<Entry> Entries { get; init; } = [];

    /// <summary>Writes in the order in which they become durable.</summary>
    public ImmutableArray<Write> UnderWay { get; init; } = [];

    public ExploredDisk Begin(Write write) => this with { UnderWay = UnderWay.Add(write) };

    /// <summary>The oldest writes become durable.</summary>
    public ExploredDisk Complete(int count)
    {
        var disk = this;
        for (var i = 0; i < count; i++) disk = disk.Hold(UnderWay[i]);
        return disk with { UnderWay = UnderWay.RemoveRange(0, count) };
    }

    /// <summary>The power fails after some of the writes.</summary>
    public ExploredDisk Crash(int kept) => Complete(kept) with { UnderWay = [] };

    public RecoveredState Recover() => new() { Term = Term, VotedFor = VotedFor, Base = Base, Entries = Entries };

    public bool Holds(Entry entry)
    {
        var at = (int)(entry.Index - Base.Index) - 1;
        return at < Entries.Length && Entries[at].Term == entry.Term;
    }

    public void Hash(ref StateHasher hasher)
    {
        hasher.Add(Term);
        hasher.Add(VotedFor);
        hasher.Add(Entries.Length);
        foreach (var entry in Entries) entry.Hash(ref hasher);
        foreach (var write in UnderWay) Hash(write, ref hasher);
    }

    private ExploredDisk Hold(Write write) => write switch
    {
        SaveVote vote => this with { Term = vote.Term, VotedFor = vote.VotedFor },
        Append append => this with { Entries = Append(append) },
        _ => throw new NotSupportedException($"exploration has no snapshots, and was asked to {write}"),
    };

    private ImmutableArray<Entry> Append(Append append)
    {
        var entries = Entries;
        if (append.TruncateFrom is { } from) entries = [.. entries.TakeWhile(entry => entry.Index < from)];
        foreach (var entry in append.Entries)
        {
            var at = (int)(entry.Index - Base.Index) - 1;
            entries = at < entries.Length ? entries.SetItem(at, entry) : entries.Add(entry);
        }

        return entries;
    }

    private static void Hash(Write write, ref StateHasher hasher)
    {
        if (write is SaveVote vote)
        {
            hasher.Add(vote.Term);
            hasher.Add(vote.VotedFor);
        }
        else if (write is Append append)
        {
            hasher.Add(append.TruncateFrom?.Value ?? -1);
            hasher.Add(append.Entries.Count);
            foreach (var entry in append.Entries) entry.Hash(ref hasher);
        }
    }
}
