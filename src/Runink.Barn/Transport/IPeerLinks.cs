using Runink.Raft;

namespace Runink.Barn;

/// <summary>The way to the other members. The node's owner calls; nothing blocks; messages may be lost, as Raft allows.</summary>
internal interface IPeerLinks
{
    /// <summary>Puts a message in line for its receiver.</summary>
    void Send(Message message);

    /// <summary>Lets what is in line leave.</summary>
    void Flush();

    /// <summary>Says who the other members are from now on.</summary>
    void SetPeers(IReadOnlyList<PeerAddress> peers);
}
