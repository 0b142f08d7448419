using Runink.Raft;

namespace Runink.Barn;

/// <summary>What the core asks of its host is carried out here, in its order.</summary>
internal sealed partial class Group
{
    private readonly List<Effect> _effects = [];
    private (Term Term, NodeId Leader) _following;

    /// <summary>Carries out what the inputs of this turn gave rise to, until nothing more follows.</summary>
    public void Drain()
    {
        if (_reads.Ask() is { } question) Raft.Read(question, _clock.Now);
        while (true)
        {
            _effects.Clear();
            Raft.TakeEffects(_effects);
            if (_effects.Count == 0) break;
            foreach (var effect in _effects) CarryOut(effect);
        }

        if (_photograph is null && _snapshots.TakeDue(Machine.View.Bytes)) Photograph();
    }

    /// <summary>After the state was published: reads that waited for it get it.</summary>
    private void AnswerReads()
    {
        while (_reads.TakeApplied(Machine.AppliedIndex) is { } reads)
            foreach (var read in reads) read.Confirmed(this);
    }

    private void CarryOut(Effect effect)
    {
        // What differs from the others' state must not become that of a member which lacks its own: it turns to another source.
        if (effect is ReadSnapshotChunk && Machine.View.IsCorrupt(Raft.Id.Value)) return;
        if (_storage.Add(Id, effect))
        {
            if (effect is InstallSnapshot install) _installing = install;
            return;
        }

        switch (effect)
        {
            case Send send:
                TakeBack();
                _links.Send(send.Message);
                break;
            case Apply apply:
                // What is to be written stands before it: the disk works while this does.
                _storage.Flush();
                Apply(apply.Entries);
                break;
            case ReadReady ready:
                _reads.Answered(ready.Context, ready.Index);
                break;
            case ReadRefused refused:
                foreach (var read in _reads.Refused(refused.Context, mayWait: refused.Reason != RefusalReason.Busy))
                    read.Refused(this, KvErrors.TooManyRequests);
                break;
            case ProposalAppended appended:
                if (_proposals.EndAttempt(appended.Context) is { } taken) taken.MayBeInLog = true;
                break;
            case ProposalRefused refused:
                if (_proposals.EndAttempt(refused.Context) is { } proposal) Refused(proposal, refused.Reason);
                break;
            case TakeSnapshot:
                Photograph();
                break;
            default:
                Notice(effect);
                break;
        }
    }

    private void Notice(Effect effect)
    {
        switch (effect)
        {
            case RoleChanged role:
                RoleChanged(role);
                break;
            case ChangeRefused refused:
                ChangeRefused(refused);
                break;
            case TransferEnded ended:
                TransferEnded(ended);
                break;
        }
    }

    private void RoleChanged(RoleChanged role)
    {
        _officeSince = _context.Ticks;
        if (role.Role != Role.Leader) EndChange(KvErrors.LeaderChanged);
        if (role.Leader == NodeId.None || _following == (role.Term, role.Leader)) return;
        if (_following.Leader != role.Leader) LeaderChanges++;
        _following = (role.Term, role.Leader);
        EndTransferTo(role.Leader);
        // What the one before took may be lost. What is not is applied once all the same. What the node proposed of its own accord
        // it did as things stood then: the new leader judges anew.
        foreach (var proposal in _proposals.TakeAll())
        {
            if (proposal.IsAwaited) Submit(proposal, _proposals.Again(proposal));
            else Drop(proposal);
        }
    }

    private void Refused(Proposal proposal, RefusalReason reason)
    {
        switch (reason)
        {
            case RefusalReason.TooLarge:
                if (_proposals.Take(proposal.Number) is not null) Refuse(proposal, KvErrors.RequestTooLarge);
                break;
            // Whoever may have it in the log already is told only what is sure.
            case RefusalReason.Busy when !proposal.MayBeInLog:
                if (_proposals.Take(proposal.Number) is not null) Refuse(proposal, KvErrors.TooManyRequests);
                break;
            case var _ when proposal.IsAwaited:
                _proposals.Refused(proposal);
                break;
            default:
                Drop(proposal);
                break;
        }
    }

    private void Drop(Proposal proposal)
    {
        if (_proposals.Take(proposal.Number) is not null) Refuse(proposal, KvErrors.LeaderChanged);
    }

    private void Apply(IReadOnlyList<Entry> entries)
    {
        var bytes = 0L;
        foreach (var entry in entries)
        {
            ApplyEntry(entry);
            bytes += entry.Size;
        }

        _snapshots.Applied(entries.Count, bytes);
        Raft.Applied(entries[^1].Index);
    }

    private void ApplyEntry(Entry entry)
    {
        if (entry.Kind != EntryKind.Command)
        {
            Machine.Skip(entry.Index);
            return;
        }

        var envelope = KvCommandCodec.Decode(entry.Command);
        var result = Machine.Apply(entry.Index, envelope);
        if (envelope.Origin == Origin && _proposals.Take(envelope.Sequence) is { } proposal)
        {
            // The first time was in a snapshot, which tells no results.
            var isLost = ReferenceEquals(result, KvResult.AlreadyApplied);
            Settle(proposal, isLost ? new KvResult(Machine.View.Revision, KvErrors.TimeoutDueToLeaderFail) : result);
        }

        if (envelope.Command is LeaseGrantCommand or LeaseRevokeCommand or LeaseCheckpointCommand)
            _duties.Observe(envelope.Command, result, _clock.Now);
    }
}
