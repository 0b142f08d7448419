using Runink.Raft;

namespace Runink.Barn;

/// <summary>The links of a node that will never have company.</summary>
internal sealed class NoPeerLinks : IPeerLinks
{
    public static NoPeerLinks Instance { get; } = new();

    public void Send(Message message)
    {
    }

    public void Flush()
    {
    }

    public void SetPeers(IReadOnlyList<PeerAddress> peers)
    {
    }
}
