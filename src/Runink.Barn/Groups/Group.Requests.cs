using Runink.Raft;

namespace Runink.Barn;

/// <summary>What is asked of the group, and what becomes of it.</summary>
internal sealed partial class Group
{
    // Election timeouts within which another leader is there, if the others can elect one.
    private const long TransferElections = 5;

    private long _lastProposal;

    private KvError? WhyClosed => IsEnded ? KvErrors.GroupNotFound : _context.Failure is not null ? KvErrors.Stopped : null;

    /// <summary>A command as it goes into the log, with its number among the proposals of this life. For any thread.</summary>
    public Proposal Prepare(KvCommand command, string? user = null, long authRevision = 0, bool isAwaited = true)
    {
        var number = Interlocked.Increment(ref _lastProposal);
        var acknowledged = Volatile.Read(ref _acknowledgedThrough);
        var envelope = new KvEnvelope(Origin, number, acknowledged, command, user, authRevision);
        // The platform's own state refuses by itself what it has no space for.
        var needsSpace = isAwaited && Id != NodeCore.System && Executor.NeedsSpace(command);
        return new Proposal(this, number, EntryBuffer.Encode(envelope, Id), isAwaited) { NeedsSpace = needsSpace };
    }

    public void Propose(Proposal proposal)
    {
        Touch();
        if (WhyClosed is { } reason)
        {
            Refuse(proposal, reason);
        }
        else if ((_context.RoomProblem is not null && proposal.IsAwaited) || (_context.IsFull && proposal.NeedsSpace))
        {
            // What is left of the present segment is for the node's own needs until there is room for the next one. And when all
            // groups together take too much, that is refused before it is in the log: one group's state does not know of the others.
            Refuse(proposal, KvErrors.NoSpace);
        }
        else if (!_proposals.TryAdd(proposal, _context.RequestDeadline))
        {
            Refuse(proposal, KvErrors.TooManyRequests);
        }
        else
        {
            Submit(proposal, _proposals.First(proposal));
        }
    }

    /// <summary>Proposes what nobody waits for.</summary>
    public void ProposeOwn(KvCommand command) => Propose(Prepare(command, isAwaited: false));

    public void Read(PendingRead read)
    {
        read.Deadline = _context.RequestDeadline;
        _askedReads++;
        _context.Reads.CountByAsking();
        if (Takes(read)) Ask(read);
    }

    public void Answer(LeaseQuestion question)
    {
        question.Deadline = _context.RequestDeadline;
        if (!Takes(question)) return;
        if (!AskClock(question)) Refuse(question, KvErrors.NotLeader);
        else if (_clock.Now < AloneUntil()) question.Confirmed(this);
        else Ask(question);
    }

    /// <summary>Has the clock of leases answer as it stands. False: another node decides on leases.</summary>
    public bool AskClock(LeaseQuestion question) => _duties.Answer(question, _clock.Now);

    public void Change(MembershipRequest request)
    {
        request.Deadline = _context.RequestDeadline;
        if (Takes(request)) BeginChange(request);
    }

    public void Transfer(TransferRequest request)
    {
        request.Deadline = _context.Ticks + (TransferElections * _context.Options.ElectionTicks);
        if (Takes(request)) BeginTransfer(request);
    }

    public void Refuse(Proposal proposal, KvError error)
    {
        FailedProposals++;
        Settle(proposal, new KvResult(Machine.View.Revision, error));
    }

    public void Refuse<T>(Outcome<T> question, KvError error)
    {
        question.Decide(new KvErrorException(error));
        _context.Settled.Add(question);
    }

    public void Settle<T>(Outcome<T> question, T answer)
    {
        question.Decide(answer);
        _context.Settled.Add(question);
    }

    /// <summary>Something is asked of the group: it wakes for that, or says why it takes nothing any more.</summary>
    private bool Takes<T>(Outcome<T> question)
    {
        Touch();
        if (WhyClosed is not { } reason) return true;
        Refuse(question, reason);
        return false;
    }

    private void Ask(IConfirmable read) => _reads.Add(read);

    private void Submit(Proposal proposal, ulong attempt)
    {
        // A follower hands it on, and may hear nothing more of it.
        proposal.MayBeInLog |= Raft.Role != Role.Leader && Raft.Leader != NodeId.None;
        Raft.Propose(attempt, proposal.Entry, _clock.Now);
    }

    private void Settle(Proposal proposal, KvResult result)
    {
        _acknowledged.Add(proposal.Number);
        if (!proposal.IsAwaited) return;
        proposal.Decide(result);
        _context.Settled.Add(proposal);
    }
}
