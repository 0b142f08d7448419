using Runink.Raft;

namespace Runink.Barn;

/// <summary>
/// Lets the state know this member's name and where clients reach it, whenever that is not what it says: after the first start, and
/// after one with another configuration.
/// </summary>
/// <param name="options">Who this member is.</param>
/// <param name="propose">Proposes a command.</param>
internal sealed class SelfPublication(NodeOptions options, Action<KvCommand> propose)
{
    // Until the first try had time to come through.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    private readonly KvMember? _self = options.Members.FirstOrDefault(member => member.Id == options.MemberId);
    private MonotonicTime _next;

    public void Tick(RaftNode raft, KvMembers members, MonotonicTime now)
    {
        if (_self is null || now < _next || raft.Leader == NodeId.None || !raft.Membership.Contains(raft.Id)) return;
        if (members.WasRemoved(_self.Id)) return;
        if (members.Find(_self.Id) is { } known && known == (_self with { PeerUrls = known.PeerUrls })) return;
        _next = now + (long)Patience.TotalNanoseconds;
        propose(new MemberPublishCommand(_self));
    }
}
