using Runink.Raft;

namespace Runink.Barn;

/// <summary>
/// The state at one point of the log. Immutable: any thread may read it, without locks and for as long as it likes.
/// </summary>
public sealed class KvView
{
    private readonly TreeRoot<KeyVersion> _root;
    private readonly Sweeper _sweeper;
    private readonly Tally _visible;

    internal KvView(Keyspace keys, KvLeases leases, KvAuth auth, KvAlarmEntry[] alarms, OriginSession[] sessions)
    {
        _root = keys.Tree.Freeze();
        _sweeper = keys.Sweeper;
        _visible = keys.Visible;
        Log = keys.Log;
        Revision = keys.Revision;
        CompactRevision = keys.Floor;
        Leases = leases;
        Auth = auth;
        AlarmEntries = alarms;
        Sessions = sessions;
    }

    /// <summary>The last entry of the log that is in it.</summary>
    public LogIndex AppliedIndex { get; internal init; }

    /// <summary>The revision of the last change; 1 before the first.</summary>
    public long Revision { get; }

    /// <summary>The revision of the last compaction, the oldest that can be read; -1 before the first.</summary>
    public long CompactRevision { get; }

    /// <summary>About the bytes that the state takes, what waits to be swept left out; the same on every replica.</summary>
    public long Bytes { get; internal init; }

    /// <summary>The leases.</summary>
    public KvLeases Leases { get; }

    /// <summary>Users and roles.</summary>
    public KvAuth Auth { get; }

    /// <summary>The members of the cluster.</summary>
    public KvMembers Members { get; internal init; } = KvMembers.None;

    /// <summary>The groups beside that of the platform; none in any other group's state.</summary>
    public KvGroups Groups { get; internal init; } = KvGroups.None;

    /// <summary>The alarms that stand.</summary>
    public IReadOnlyList<KvAlarmEntry> Alarms => AlarmEntries;

    internal KvAlarmEntry[] AlarmEntries { get; }

    /// <summary>Whether the alarm stands that this member holds another state than the others: nobody may rely on what it says.</summary>
    internal bool IsCorrupt(ulong member)
    {
        foreach (var entry in AlarmEntries)
        {
            if (entry.Alarm == KvAlarm.Corrupt && entry.Member == member) return true;
        }
        return false;
    }

    internal OriginSession[] Sessions { get; }

    internal RevisionLog Log { get; }

    internal TreeRoot<KeyVersion> Root => _root;

    internal UInt128 LeaseHash { get; init; }

    /// <summary>The hash that <see cref="HashAt"/> finds at the newest revision, known without a walk.</summary>
    internal UInt128 KeyHash => _visible.Hash;

    /// <summary>Revisions below this may be incomplete: see <see cref="Sweeper.CutBefore"/>.</summary>
    internal long CutBefore => _sweeper.CutBefore;

    /// <summary>What a key is, or null when it is not there.</summary>
    public KeyVersion? Find(ReadOnlySpan<byte> key) => _root.Find(key) is { IsTombstone: false } version ? version : null;

    /// <summary>Answers a query.</summary>
    public RangeResult Range(RangeQuery query)
    {
        var result = RangeReader.Read(_root, Revision, CompactRevision, query);
        // A later compaction may have been swept while this went along old versions.
        return query.Revision > 0 && query.Revision < CutBefore ? RangeReader.Refused(KvErrors.Compacted, Revision) : result;
    }

    /// <summary>
    /// Hashes everything that commands change: two replicas that applied the same entries have the same, whether they replayed
    /// them or were restored from a snapshot.
    /// </summary>
    public UInt128 StateHash() => _visible.Hash
        + LeaseHash
        + Auth.Hash()
        + AlarmTable.Hash(AlarmEntries)
        + SessionTable.Hash(Sessions)
        + Members.Hash()
        + Groups.Hash()
        + VersionHash.Of(5, (ulong)Revision, (ulong)CompactRevision);

    /// <summary>
    /// Hashes every version that is visible at a revision or on the way to it from the last compaction. Takes the time of a walk
    /// over all keys.
    /// </summary>
    /// <param name="revision">The revision; 0 for the newest.</param>
    public KvHash HashAt(long revision)
    {
        if (revision > 0 && revision <= CompactRevision) return new(0, 0, CompactRevision, KvErrors.Compacted);
        if (revision > Revision) return new(0, Revision, CompactRevision, KvErrors.FutureRevision);
        UInt128 sum = 0;
        var cursor = _root.From([]);
        while (cursor.Next() is { } head) sum += HashOf(head, revision == 0 ? Revision : revision);
        return CutBefore > CompactRevision
            ? new(0, Revision, CutBefore, KvErrors.Compacted)
            : new(sum, Revision, CompactRevision, null);
    }

    private UInt128 HashOf(KeyVersion head, long revision)
    {
        UInt128 sum = 0;
        KeyVersion? newer = null;
        for (var version = head; version is not null; newer = version, version = version.Older)
        {
            if (newer is not null && newer.ModRevision <= CompactRevision && version.ModRevision < CompactRevision) break;
            if (version.ModRevision > revision || (version.IsTombstone && version.ModRevision < CompactRevision)) continue;
            sum += VersionHash.Of(version);
        }
        return sum;
    }
}
