namespace Runink.Barn;

/// <summary>Everything that commands change.</summary>
internal sealed class KvState(Keyspace keys)
{
    public Keyspace Keys { get; } = keys;

    public LeaseTable Leases { get; } = new();

    public AuthTable Auth { get; } = new();

    public AlarmTable Alarms { get; } = new();

    public MemberTable Members { get; } = new();

    public GroupTable Groups { get; } = new();

    public SessionTable Sessions { get; } = new();

    /// <summary>About the bytes that the visible state takes; the same on every replica.</summary>
    public long Bytes => Keys.Visible.Bytes + Leases.Bytes;

    /// <summary>The state as it is now, for good.</summary>
    public KvView Freeze(Raft.LogIndex applied) => new(Keys, Leases.Freeze(), Auth.Current, Alarms.Current, Sessions.Freeze())
    {
        AppliedIndex = applied,
        Bytes = Bytes,
        LeaseHash = Leases.Hash,
        Members = Members.Current,
        Groups = Groups.Current,
    };
}
