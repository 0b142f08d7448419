using Runink.Raft;

namespace Runink.Barn;

/// <summary>
/// A group other than that of the platform follows that one: its leader brings its membership to the platform's, and leadership goes to
/// the member whose turn it is.
/// </summary>
internal sealed partial class Group
{
    private const int FollowTicks = 5;

    // The other founders need a moment to begin the group, too.
    private const int CampaignTicks = 2;

    private long _campaignAt;
    private long _officeSince;

    /// <summary>For how many ticks this node has led the group; 0 when it does not.</summary>
    public long OfficeTicks => Raft.Role == Role.Leader ? _context.Ticks - _officeSince : 0;

    /// <summary>The voter whose turn it is to lead; null while that is not to be said.</summary>
    public NodeId? PreferredLeader
    {
        get
        {
            if (Raft.Membership is not { IsJoint: false, Current: { VotingCount: > 0 } current }) return null;
            var turn = (int)(Id.Value % (ulong)current.VotingCount);
            foreach (var member in current.Members)
                if (member.Votes && turn-- == 0) return member.Id;
            return null;
        }
    }

    private bool FollowsPlatform => Id != NodeCore.System && !_context.Platform.IsEmpty;

    /// <summary>Of a group that has just begun: stands for election soon, if it is this node's turn.</summary>
    public void Begin()
    {
        if (PreferredLeader == Raft.Id) _campaignAt = _context.Ticks + CampaignTicks;
    }

    /// <summary>A member is gone: if it led the group and the group sleeps, it wakes.</summary>
    public void PeerDown(NodeId peer)
    {
        if (!Raft.IsAsleep || Raft.Leader != peer) return;
        Touch();
        Raft.PeerDown(peer, _clock.Now);
    }

    /// <summary>
    /// The platform has other members, or it is settled that it does: if one that left it led the group and the group sleeps, it
    /// wakes. That member may not know, and live on.
    /// </summary>
    public void PlatformChanged()
    {
        Touch();
        if (Raft.IsAsleep && Raft.Leader != Raft.Id && IsGone(Raft.Leader)) PeerDown(Raft.Leader);
    }

    /// <summary>
    /// A member is there that was not: if it belongs to the group, it hears who leads. If it led the group, it does no more.
    /// </summary>
    public void PeerCame(NodeId peer)
    {
        if (Raft.Leader == peer) PeerDown(peer);
        if (!Raft.IsAsleep || Raft.Role != Role.Leader || !Raft.Membership.Contains(peer)) return;
        Touch();
        Raft.Wake();
    }

    /// <summary>Hands leadership over without anybody waiting for it.</summary>
    public void HandOver(NodeId target)
    {
        if (_change is not null || _transfer is not null) return;
        Touch();
        Raft.TransferLeadership(target, _clock.Now);
    }

    /// <summary>
    /// Whether a member has left the platform, which it may not know itself, and the others can do without it: they do not hear it any
    /// more, so that they elect one of them if it leads, who takes it out.
    /// </summary>
    private bool IsGone(NodeId member)
    {
        if (!FollowsPlatform || !_context.IsPlatformSettled || _context.Platform.Current.Find(member) is not null) return false;
        var left = 0;
        foreach (var other in Raft.Membership.Current.Members)
            if (other.Votes && _context.Platform.Current.Votes(other.Id)) left++;
        return !Raft.Membership.IsJoint && left >= Raft.Membership.Current.Quorum;
    }

    private bool IsInStep() =>
        !FollowsPlatform || Raft.Role != Role.Leader || GroupMembership.Next(Raft, _context.Platform.Current) is null;

    private void TickFollowing()
    {
        if (_campaignAt == _context.Ticks && Raft.Leader == NodeId.None) Raft.Campaign(_clock.Now);
        if (_context.Ticks % FollowTicks != 0 || !FollowsPlatform || !IsInCharge || _change is not null || _transfer is not null) return;
        if (Raft.Membership.IsJoint || Raft.MembershipIndex > Raft.Commit || Raft.TransferTarget != NodeId.None) return;
        if (GroupMembership.Next(Raft, _context.Platform.Current) is not { } step) return;
        if (step.Node == Raft.Id && step.Operation == MembershipOperation.Remove)
        {
            if (BestSuccessor() is var successor && successor != NodeId.None) Raft.TransferLeadership(successor, _clock.Now);
            return;
        }

        var change = new MembershipChange([step]);
        if (QuorumCheck.Check(Raft, Machine.View.Members, change) is null) Raft.ChangeMembership(change, _clock.Now);
    }
}
