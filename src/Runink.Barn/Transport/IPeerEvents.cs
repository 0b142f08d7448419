using Runink.Raft;

namespace Runink.Barn;

/// <summary>What comes from the other members. May be called on any thread.</summary>
internal interface IPeerEvents
{
    /// <summary>Messages of one stream, in their order. Ends when more may come.</summary>
    ValueTask ReceivedAsync(IReadOnlyList<Message> messages);

    /// <summary>What was under way to this member may be lost.</summary>
    void Unreachable(NodeId peer);
}
