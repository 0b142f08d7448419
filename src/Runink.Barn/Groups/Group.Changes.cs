using Runink.Raft;

namespace Runink.Barn;

/// <summary>Who belongs to the group, and who leads it: what an operator asks for, one wish of a kind at a time.</summary>
internal sealed partial class Group
{
    private MembershipRequest? _change;
    private bool _hasBegun;
    private TransferRequest? _transfer;
    private bool _isAskingForTransfer;

    /// <summary>Begins a change of the membership. It waits until the core can take it.</summary>
    public void Change(MembershipRequest request)
    {
        if (Raft.Role != Role.Leader) Refuse(request, KvErrors.NotLeader);
        else if (_change is not null) Refuse(request, KvErrors.Unhealthy);
        else
        {
            _change = request;
            BeginChange();
        }
    }

    /// <summary>Begins to hand leadership over.</summary>
    public void Transfer(TransferRequest request)
    {
        var target = request.Target == NodeId.None ? BestSuccessor() : request.Target;
        if (Raft.Role != Role.Leader) Refuse(request, KvErrors.NotLeader);
        else if (target == Raft.Id) Settle(request, target);
        else if (_transfer is not null) Refuse(request, KvErrors.TimeoutDueToLeaderFail);
        else
        {
            Drain();
            (_transfer, _isAskingForTransfer) = (request, true);
            Raft.TransferLeadership(target, _clock.Now);
            Drain();
            _isAskingForTransfer = false;
        }
    }

    /// <summary>The voter that lacks least; none when nobody answers.</summary>
    private NodeId BestSuccessor()
    {
        var best = (Id: NodeId.None, Match: LogIndex.Zero);
        foreach (var member in Raft.Membership.Current.Members)
        {
            if (member.Id == Raft.Id || !Raft.Membership.MayLead(member.Id)) continue;
            if (Raft.PeerOf(member.Id) is { Active: true } peer && peer.Match > best.Match) best = (member.Id, peer.Match);
        }

        return best.Id;
    }

    private void BeginChange()
    {
        // Only what the core says about this wish is heard while it is asked.
        Drain();
        _hasBegun = true;
        Raft.ChangeMembership(_change!.Change, _clock.Now);
        Drain();
    }

    private void ChangeRefused(ChangeRefused refused)
    {
        if (_isAskingForTransfer)
        {
            EndTransfer(refused.Reason == RefusalReason.NotLeader ? KvErrors.NotLeader : KvErrors.BadLeaderTransferee);
            return;
        }

        _hasBegun = false;
        if (refused.Reason is RefusalReason.ChangeInProgress or RefusalReason.Transferring) return;
        EndChange(refused.Reason switch
        {
            RefusalReason.NotCaughtUp => KvErrors.LearnerNotReady,
            RefusalReason.NotLeader => KvErrors.NotLeader,
            _ => KvErrors.MemberNotEnoughStarted,
        });
    }

    private void TickChange(long now)
    {
        FinishChange();
        if (_change is not { } change) return;
        if (change.Deadline <= now) EndChange(KvErrors.Timeout);
        else if (!_hasBegun) BeginChange();
    }

    private void FinishChange()
    {
        if (_change is not { } change || !_hasBegun || Raft.Membership.IsJoint || Raft.MembershipIndex > Raft.Commit) return;
        _change = null;
        Settle(change, Raft.Membership);
    }

    private void EndChange(KvError reason)
    {
        // A leader that took itself out is no leader when that is done.
        FinishChange();
        if (_change is not { } change) return;
        _change = null;
        Refuse(change, reason);
    }

    private void TransferEnded(TransferEnded ended)
    {
        if (!ended.Succeeded) EndTransfer(KvErrors.TimeoutDueToLeaderFail);
    }

    private void EndTransferTo(NodeId leader)
    {
        if (_transfer is not { } transfer) return;
        _transfer = null;
        Settle(transfer, leader);
    }

    private void EndTransfer(KvError reason)
    {
        if (_transfer is not { } transfer) return;
        _transfer = null;
        Refuse(transfer, reason);
    }
}
