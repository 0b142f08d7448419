using Runink.Raft;

namespace Runink.Barn;

/// <summary>
/// The fields of the message on the wire: the same for all kinds, so that one piece of code measures, writes and reads them.
/// Which kind uses which is said in peer.proto.
/// </summary>
internal record struct MessageFields(MessageKind Kind, GroupId Group, Term Term)
{
    public LogPosition Position { get; set; }

    public LogIndex Commit { get; set; }

    public ulong Number { get; set; }

    public bool Flag { get; set; }

    public NodeId Source { get; set; }

    public RefusalReason Reason { get; set; }

    public ReadOnlyMemory<byte> Data { get; set; }

    public Membership? Membership { get; set; }

    public IReadOnlyList<Entry>? Entries { get; set; }

    public LogIndex Bound { get; set; }

    public Term Campaign { get; set; }
}
