using Runink.Raft;

namespace Runink.Barn;

/// <summary>
/// What a replica holds, as far as another can compare it: taken from one immutable view, so that nothing waits for it. The hash of
/// everything compares replicas that happen to stand at the same entry; the hash of the keys at one revision all others.
/// </summary>
/// <param name="Member">Whose it is.</param>
/// <param name="Applied">The last entry in it.</param>
/// <param name="Revision">The revision of the last change.</param>
/// <param name="CompactRevision">The last compaction: only where it is the same are keys hashed alike.</param>
/// <param name="Whole">The hash of everything.</param>
/// <param name="Keys">The hash of the keys at the revision asked for; null when it is not there yet or not any more.</param>
internal sealed record ReplicaState(ulong Member, LogIndex Applied, long Revision, long CompactRevision, UInt128 Whole, UInt128? Keys)
{
    /// <summary>How hashes are made; it changes when they do, since members of different programs are no replicas gone wrong.</summary>
    public const uint HashVersion = 1;

    /// <summary>Takes the time of a walk over all keys.</summary>
    public static ReplicaState Of(ulong member, KvView view, long revision)
    {
        // The newest revision has a hash even when it was compacted itself.
        var keys = view.HashAt(revision == view.Revision ? 0 : revision);
        return new(member, view.AppliedIndex, view.Revision, view.CompactRevision, view.StateHash(), keys.Error is null ? keys.Hash : null);
    }

    /// <summary>Whether both cannot be right. Both are asked at one revision.</summary>
    public bool Contradicts(ReplicaState other)
    {
        if (Applied == other.Applied)
            return Revision != other.Revision || CompactRevision != other.CompactRevision || Whole != other.Whole || HasOtherKeys(other);
        var (older, newer) = Applied < other.Applied ? (this, other) : (other, this);
        return older.Revision > newer.Revision || older.CompactRevision > newer.CompactRevision || HasOtherKeys(other);
    }

    /// <summary>Whether they were found to hold the same; what cannot be compared neither agrees nor contradicts.</summary>
    public bool Agrees(ReplicaState other) => !Contradicts(other) && (Applied == other.Applied || AreKeysComparable(other));

    /// <summary>Whether something is known of the two.</summary>
    public bool IsComparable(ReplicaState other) => Contradicts(other) || Agrees(other);

    private bool HasOtherKeys(ReplicaState other) => AreKeysComparable(other) && Keys != other.Keys;

    private bool AreKeysComparable(ReplicaState other) => CompactRevision == other.CompactRevision && Keys is not null && other.Keys is not null;
}
