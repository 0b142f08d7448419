namespace Runink.Barn;

/// <summary>The members, and those who were, as of a view. Immutable, safe for any thread.</summary>
public sealed class KvMembers
{
    internal KvMembers(KvMember[] members, ulong[] removed) => (Table, RemovedTable) = (members, removed);

    internal static KvMembers None { get; } = new([], []);

    /// <summary>The members by id.</summary>
    public IReadOnlyList<KvMember> All => Table;

    internal KvMember[] Table { get; }

    /// <summary>The ids of members that were removed, in that order.</summary>
    internal ulong[] RemovedTable { get; }

    /// <summary>The member with this id, or null.</summary>
    public KvMember? Find(ulong id) => Array.Find(Table, member => member.Id == id);

    /// <summary>Whether a member with this id was removed: it may not come back.</summary>
    public bool WasRemoved(ulong id) => Array.IndexOf(RemovedTable, id) >= 0;

    internal UInt128 Hash()
    {
        if (Table.Length + RemovedTable.Length == 0) return 0;
        var bytes = new System.Buffers.ArrayBufferWriter<byte>();
        MemberCodec.Write(new(bytes), this);
        return VersionHash.Of(7, VersionHash.Digest(bytes.WrittenSpan));
    }
}
