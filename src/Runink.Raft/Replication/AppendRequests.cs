namespace Runink.Raft;

/// <summary>Entries from the leader (AppendEntries, Raft paper figure 2 and section 5.3).</summary>
internal static class AppendRequests
{
    public static void Handle(NodeState node, AppendRequest request)
    {
        Following.Hear(node, request.From);
        // The disk or the state machine does not keep up: the leader will send again.
        if (Following.IsOverloaded(node)) return;
        if (request.Previous.Index < node.Commit)
        {
            // What is committed is the same everywhere (state machine safety); the leader goes on from there.
            Following.Accept(node, node.Commit);
            return;
        }

        if (node.Log.FirstRotten is { } rotten && rotten <= request.Previous.Index)
        {
            Reject(node, request.Previous.Index, PositionBefore(node, rotten), lost: true);
            return;
        }

        if (!node.Log.Holds(request.Previous))
        {
            Reject(node, request.Previous.Index, node.Log.LastAtMost(request.Previous.Index, request.Previous.Term), lost: false);
            return;
        }

        Take(node, request.Entries);
        var last = request.Previous.Index + request.Entries.Count;
        Following.CommitThrough(node, LogIndex.Min(request.Commit, last));
        Following.Accept(node, node.Log.FirstRotten is { } first ? LogIndex.Min(last, first.Previous) : last);
    }

    /// <summary>Takes entries that join on to the log, or are in it already.</summary>
    public static void Take(NodeState node, IReadOnlyList<Entry> entries)
    {
        foreach (var entry in entries) Merge(node, entry);
        if (entries.Count == 0) return;
        TruncateOlder(node, entries[^1]);
        node.PriorLeases.Touched(node.Now);
    }

    /// <summary>
    /// The leader counts on entries that the disk has lost; it would not send them again by itself while there is nothing new.
    /// </summary>
    public static void ReportLost(NodeState node, Heartbeat heartbeat)
    {
        if (node.Log.FirstRotten is { } rotten && rotten <= heartbeat.Commit)
            Reject(node, rotten, PositionBefore(node, rotten), lost: true);
    }

    /// <summary>
    /// Takes one entry: kept if it is there, restored if the disk lost it, and whatever conflicts with it goes, with all that
    /// follows (Raft paper figure 2, AppendEntries rules 3 and 4). Entries after it that do not conflict stay.
    /// </summary>
    private static void Merge(NodeState node, Entry entry)
    {
        if (node.Log.Contains(entry.Index))
        {
            var own = node.Log.At(entry.Index);
            if (own.Kind == EntryKind.Rotten && (own.Term == Term.Zero || own.Term == entry.Term))
            {
                Restore(node, entry);
                return;
            }

            if (own.Term == entry.Term) return;
            Truncate(node, entry.Index);
        }

        node.Log.Append(entry);
        if (entry.Membership is { } membership) MembershipChanges.Enforce(node, entry.Index, membership);
    }

    private static void Restore(NodeState node, Entry entry)
    {
        node.Log.Restore(entry);
        if (entry.Membership is { } membership) MembershipChanges.Restore(node, entry.Index, membership);
    }

    /// <summary>
    /// Terms never go back along a log: what follows with an older term than an entry that was restored is of another history, and left
    /// standing it would make the log look older than what this node now acknowledges.
    /// </summary>
    private static void TruncateOlder(NodeState node, Entry entry)
    {
        for (var i = entry.Index.Next; i <= node.Log.LastIndex; i = i.Next)
        {
            if (node.Log.TermAt(i) is not { } term) continue;
            if (term < entry.Term) Truncate(node, entry.Index.Next);
            return;
        }
    }

    private static void Truncate(NodeState node, LogIndex from)
    {
        RaftAssert.That(from > node.Commit, "a committed entry is about to be truncated");
        node.Log.TruncateFrom(from);
        node.Writer.Truncated(from, node.Writes);
        MembershipChanges.TruncateFrom(node, from);
    }

    private static LogPosition PositionBefore(NodeState node, LogIndex index) =>
        new(index.Previous, node.Log.TermAt(index.Previous) ?? Term.Zero);

    private static void Reject(NodeState node, LogIndex rejected, LogPosition hint, bool lost) =>
        node.Out.Send(new AppendRejected(node.Options.Group, node.Id, node.Leader, node.Term, rejected, hint, lost));
}
