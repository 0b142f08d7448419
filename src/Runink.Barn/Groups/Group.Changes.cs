using Runink.Raft;

namespace Runink.Barn;

/// <summary>Who belongs to the group, and who leads it: what an operator asks for, one wish of a kind at a time.</summary>
internal sealed partial class Group
{
    private MembershipRequest? _change;
    private bool _hasBegun;
    private int _silence;
    private TransferRequest? _transfer;
    private bool _isAskingForTransfer;

    /// <summary>Begins a change of the membership. It waits until the core can take it.</summary>
    private void BeginChange(MembershipRequest request)
    {
        if (Raft.Role != Role.Leader) Refuse(request, KvErrors.NotLeader);
        else if (_change is not null) Refuse(request, KvErrors.Unhealthy);
        else
        {
            (_change, _silence) = (request, Raft.Options.ElectionTicks);
            BeginChange();
        }
    }

    /// <summary>Begins to hand leadership over.</summary>
    private void BeginTransfer(TransferRequest request)
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

    /// <summary>The voter that lacks least; none when there is no other.</summary>
    private NodeId BestSuccessor() => Raft.Membership.Current.Members
        .Where(member => member.Id != Raft.Id && Raft.Membership.MayLead(member.Id))
        .Select(member => (member.Id, Peer: Raft.PeerOf(member.Id)))
        .OrderByDescending(other => other.Peer?.Match.Value).ThenByDescending(other => other.Peer?.Active)
        .Select(other => other.Id).FirstOrDefault();

    private void BeginChange()
    {
        // Who has not answered since the leader last counted may yet do so before it counts again.
        var problem = QuorumCheck.Check(Raft, Machine.View.Members, _change!.Change);
        if (problem is not null && (problem != KvErrors.Unhealthy || _silence-- <= 0)) EndChange(problem);
        if (problem is not null) return;

        // Only what the core says about this wish is heard while it is asked.
        Drain();
        // What it said before may have been that this node leads no more.
        if (_change is not { } change) return;
        _hasBegun = true;
        Raft.ChangeMembership(change.Change, _clock.Now);
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
        if (_transfer is { } transfer && transfer.Deadline <= now) EndTransfer(KvErrors.TimeoutDueToLeaderFail);
        FinishChange();
        if (_change is not { } change) return;
        if (change.Deadline <= now) EndChange(KvErrors.Timeout);
        else if (!_hasBegun) BeginChange();
    }

    private void FinishChange()
    {
        if (_change is not { } change || !_hasBegun || Raft.Membership.IsJoint || Raft.MembershipIndex > Raft.Commit) return;
        // What a newer leader made this one take back is not done.
        if (!change.HoldsIn(Raft.Membership.Current)) return;
        (_change, _hasBegun) = (null, false);
        Settle(change, Raft.Membership);
    }

    private void EndChange(KvError reason)
    {
        // A leader that took itself out is no leader when that is done.
        FinishChange();
        if (_change is not { } change) return;
        (_change, _hasBegun) = (null, false);
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
