using System.Collections.Immutable;
using Runink.Raft;

namespace Runink.Simulation;

/// <summary>What of the past still matters: facts that nodes may forget in a crash, and what of the scope is used up.</summary>
public sealed record Past
{
    /// <summary>Who led, by term; the first is term zero.</summary>
    public required ImmutableArray<NodeId> Leaders { get; init; }

    /// <summary>Entries known committed, from index 1, with the newest term in which that was known at first.</summary>
    public ImmutableArray<(Entry Entry, Term Since)> Committed { get; init; } = [];

    /// <summary>How many entries were committed when each read was asked for.</summary>
    public ImmutableArray<int> ReadFloors { get; init; } = [];

    public int Commands { get; init; }

    public int Changes { get; init; }

    public int Transfers { get; init; }

    public int Ticks { get; init; }

    public int Crashes { get; init; }

    public UInt128 HashUnder(NodeId[] renaming)
    {
        var hasher = new StateHasher(renaming);
        foreach (var leader in Leaders) hasher.Add(leader);
        hasher.Add(Committed.Length);
        foreach (var (entry, since) in Committed)
        {
            entry.Hash(ref hasher);
            hasher.Add(since);
        }

        hasher.Add(ReadFloors.Length);
        foreach (var floor in ReadFloors) hasher.Add((long)floor);
        hasher.Add((long)Commands);
        hasher.Add((long)Changes);
        hasher.Add((long)Transfers);
        hasher.Add((long)Ticks);
        hasher.Add((long)Crashes);
        return hasher.Value;
    }
}
