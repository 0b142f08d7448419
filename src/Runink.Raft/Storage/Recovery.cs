namespace Runink.Raft;

/// <summary>Brings a node back from what its storage holds (the persistent state of Raft paper figure 2).</summary>
internal static class Recovery
{
    public static NodeState Start(RaftOptions options, RecoveredState recovered, MonotonicTime now)
    {
        Check(recovered, options.Witness);
        var state = recovered.Snapshot ?? recovered.Base;
        // Entries that the snapshot covers are needed by slow peers only; with holes in them they serve nobody.
        var isHoled = recovered.Entries.Any(entry => entry.Kind == EntryKind.Rotten && entry.Index <= state.Index);
        var @base = isHoled ? state : recovered.Base;
        var log = new RaftLog(@base.Position);
        foreach (var entry in recovered.Entries)
            if (entry.Index > @base.Index) log.Append(entry);
        var node = new NodeState(options, log, new MembershipHistory(@base, log), new LogWriter(log))
        {
            Now = now,
            Term = recovered.Term,
            VotedFor = recovered.VotedFor,
            Commit = state.Index,
        };
        if (isHoled) node.Out.Add(new CompactLog(@base));
        node.Out.Saved = (recovered.Term, recovered.VotedFor);
        node.Apply.StartFrom(state.Index);
        node.Apply.Installed(state.Index);
        node.Shelf.StartFrom(recovered.Snapshot);
        if (recovered.StagedSnapshot is { } staged && staged.Index > state.Index)
            node.Download = new SnapshotDownload { Snapshot = staged, Offset = recovered.StagedBytes };
        // Who never had company knows of every lease: its own, which ended with its last life.
        if (log.LastIndex > LogIndex.Zero && !node.Members.HadOnlyVoter(node.Id)) node.PriorLeases.Touched(now);
        return node;
    }

    private static void Check(RecoveredState recovered, bool isWitness)
    {
        var position = recovered.Base.Position;
        var term = position.Term;
        foreach (var entry in recovered.Entries)
        {
            Require(entry.Index == position.Index.Next, $"entry {entry.Index} follows entry {position.Index}");
            var isLost = entry.Kind == EntryKind.Rotten && entry.Term == Term.Zero;
            Require(isLost || entry.Term >= term, $"entry {entry.Index} has term {entry.Term} after term {term}");
            Require((entry.Kind == EntryKind.Membership) == (entry.Membership is not null),
                $"entry {entry.Index} holds a membership, or should");
            if (!isLost) term = entry.Term;
            position = new LogPosition(entry.Index, term);
        }

        Require(recovered.Term >= term, $"the saved term {recovered.Term} is older than the log, which is of term {term}");
        if (recovered.Snapshot is not { } snapshot)
        {
            Require(isWitness || recovered.Base.Index == LogIndex.Zero,
                "the log begins after its first entry, and there is no snapshot");
            return;
        }

        Require(snapshot.Index >= recovered.Base.Index, "the snapshot is older than the base of the log");
        Require(snapshot.Index <= position.Index, "the snapshot reaches further than the log");
    }

    private static void Require(bool holds, string problem)
    {
        if (!holds) throw new ArgumentException($"storage contradicts itself: {problem}", nameof(problem));
    }
}
