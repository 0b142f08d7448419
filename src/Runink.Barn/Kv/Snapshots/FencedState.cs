namespace Runink.Barn;

/// <summary>
/// What a state becomes when a new cluster goes on with it of which nobody knows how much is missing: the same keys, leases and users, at
/// a revision that the old cluster never reached. All before it counts as compacted, so that no client takes what comes for the
/// continuation of what it saw.
/// </summary>
internal static class FencedState
{
    /// <param name="view">The state.</param>
    /// <param name="revision">The revision that it is to have; behind its own.</param>
    /// <param name="members">Who belongs to the new cluster, and who must never come back.</param>
    /// <param name="groups">The groups that go on with it.</param>
    /// <param name="record">What is written at that revision, at a key that is not there.</param>
    public static KvMachine Of(KvView view, long revision, KvMembers members, KvGroups groups, PutCommand record)
    {
        var state = new KvState(new Keyspace(revision - 1, floor: revision));
        foreach (var lease in view.Leases.All()) state.Leases.Restore(new(lease.Id, lease.TtlSeconds, lease.RemainingSeconds));
        state.Alarms.Current = [.. view.AlarmEntries.Where(entry => entry.Alarm == KvAlarm.NoSpace)];
        state.Auth.Current = view.Auth;
        state.Members.Current = members;
        state.Groups.Current = groups;
        var cursor = view.Root.From([]);
        while (cursor.Next() is { } head)
        {
            if (!head.IsTombstone) state.Keys.RestoreBase(head.OutOfSlab());
        }

        state.Keys.Put(state.Keys.Tree.Seek(record.Key.Span), record.Key, record.Value, lease: 0);
        state.Keys.Commit();
        SnapshotReader.Attach(state);
        return new KvMachine(state, view.AppliedIndex);
    }
}
