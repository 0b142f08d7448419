namespace Runink.Raft;

/// <summary>What an entry is for.</summary>
public enum EntryKind
{
    /// <summary>A command of the host's state machine.</summary>
    Command,

    /// <summary>No command: opens a leader's term, or renews its lease.</summary>
    Noop,

    /// <summary>A new membership of the group, in force from when it is appended.</summary>
    Membership,

    /// <summary>An entry that the disk has lost: something was here, and only a peer can say what.</summary>
    Rotten,
}
