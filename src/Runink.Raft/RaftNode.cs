namespace Runink.Raft;

/// <summary>
/// One member of one Raft group, as a pure function: inputs come in by the methods, effects go out as values by
/// <see cref="TakeEffects"/>. It has no clock, thread, lock, file, socket or randomness of its own, so the same inputs give the
/// same effects. Not thread-safe: one owner drives it. A <see cref="RaftAssertionException"/> means that a rule of the protocol
/// or of this interface was broken: the host must stop the node.
/// </summary>
public sealed partial class RaftNode
{
    private readonly NodeState _node;
    private readonly Action<Message> _dispatch;

    /// <summary>Starts a node from what its storage holds.</summary>
    /// <param name="options">How it behaves.</param>
    /// <param name="recovered">What storage holds.</param>
    /// <param name="now">The clock.</param>
    /// <exception cref="ArgumentException">The options are out of range, or what was recovered contradicts itself.</exception>
    public RaftNode(RaftOptions options, RecoveredState recovered, MonotonicTime now)
    {
        options.Validate();
        _node = Recovery.Start(options, recovered, now);
        _dispatch = Dispatch;
    }

    private RaftNode(NodeState node)
    {
        _node = node;
        _dispatch = Dispatch;
    }

    /// <summary>A message from a peer. One that is not for this node and group is ignored.</summary>
    public void Receive(Message message, MonotonicTime now)
    {
        Advance(now);
        if (message.To != Id || message.From == Id || message.Group != Options.Group) return;
        if (Sleeping.Wakes(_node, message)) Sleeping.Wake(_node, message.From);
        if (message.Term > Term && !Terms.Newer(_node, message)) return;
        if (message.Term < Term && !Terms.Older(_node, message)) return;
        Dispatch(message);
    }

    /// <summary>A tick of the host's clock; how long one is, the host decides. A sleeping node needs none.</summary>
    public void Tick(MonotonicTime now)
    {
        Advance(now);
        if (IsAsleep) return;
        _node.Writes.Tick();
        if (_node.Lead is { } lead) LeaderClock.Tick(_node, lead);
        else FollowerClock.Tick(_node);
        _node.Reads.Tick(_node);
        _node.Forwarded.Tick(_node);
        SnapshotDownloads.Tick(_node);
        SnapshotServing.Tick(_node);
        FeedTaking.Tick(_node);
        _node.Feeds.Tick(Options.ElectionTicks);
    }

    /// <summary>
    /// A command for the state machine. Answered by <see cref="ProposalAppended"/> or <see cref="ProposalRefused"/>.
    /// </summary>
    /// <param name="context">Names the proposal; never used again on this node, not even after a restart.</param>
    /// <param name="command">The command; it must not change afterwards.</param>
    /// <param name="now">The clock.</param>
    public void Propose(ulong context, ReadOnlyMemory<byte> command, MonotonicTime now)
    {
        Begin(now);
        Proposals.Propose(_node, context, command);
    }

    /// <summary>
    /// A linearizable read, on any member with data. Answered by <see cref="ReadReady"/> or <see cref="ReadRefused"/>.
    /// </summary>
    /// <param name="context">Names the read; never used again on this node, not even after a restart.</param>
    /// <param name="now">The clock, read after the request of the client came in.</param>
    public void Read(ulong context, MonotonicTime now)
    {
        Begin(now);
        ReadRequests.Read(_node, context);
    }

    /// <summary>
    /// Prolongs the lease of a leader by an entry that does nothing, if less than half of it is left and no entry is on its way:
    /// worth it where many read and nobody writes. Nothing happens on others, and without leases.
    /// </summary>
    public void RenewLease(MonotonicTime now)
    {
        Begin(now);
        ReadRequests.RenewLease(_node);
    }

    /// <summary>
    /// Changes who belongs to the group. Only the leader takes it. It is done when a <see cref="MembershipChanged"/> that is not
    /// joint is committed; <see cref="ChangeRefused"/> says why it did not begin.
    /// </summary>
    public void ChangeMembership(MembershipChange change, MonotonicTime now)
    {
        Begin(now);
        MembershipChanges.Propose(_node, change);
    }

    /// <summary>
    /// Hands leadership to a voter. Only the leader takes it. Ends with <see cref="TransferEnded"/>;
    /// <see cref="ChangeRefused"/> says why it did not begin.
    /// </summary>
    public void TransferLeadership(NodeId target, MonotonicTime now)
    {
        Begin(now);
        Transfers.Start(_node, target);
    }

    /// <summary>Stands for election now, if this node may; else nothing happens.</summary>
    public void Campaign(MonotonicTime now)
    {
        Begin(now);
        Raft.Campaign.Start(_node);
    }

    /// <summary>Reports a write, and all before it, durable.</summary>
    public void WriteCompleted(WriteId through, MonotonicTime now)
    {
        Advance(now);
        var appended = _node.Writes.Complete(through);
        _node.Writer.BecameDurable(appended, through);
        SnapshotInstallation.Completed(_node, through);
        SnapshotDownloads.Staged(_node, through);
        Committing.CountSelf(_node);
    }

    /// <summary>Reports that the state machine has applied everything up to there.</summary>
    public void Applied(LogIndex through)
    {
        _node.Apply.Report(through);
        _node.Shelf.AskIfDue(_node);
    }

    /// <summary>
    /// What a snapshot of the state machine at an index stands for; the index is applied and not compacted away.
    /// </summary>
    public SnapshotDescription DescribeSnapshot(LogIndex index)
    {
        RaftAssert.That(index <= AppliedIndex && index >= LogBase.Index, "a snapshot is described that cannot be taken");
        return new SnapshotDescription(new LogPosition(index, _node.Log.TermAt(index)!.Value), _node.Members.At(index));
    }

    /// <summary>Reports that a snapshot of this node is durable.</summary>
    public void SnapshotTaken(SnapshotDescription snapshot) => Compaction.SnapshotTaken(_node, snapshot);

    /// <summary>
    /// Drops entries that are kept for slow peers, as far as a snapshot holds them and no peer that answers needs them: those that do not
    /// fetch the snapshot instead.
    /// </summary>
    public void DropRetained(LogIndex through) => Compaction.DropRetained(_node, through);

    /// <summary>Reports a piece that was asked for by <see cref="ReadSnapshotChunk"/>.</summary>
    public void SnapshotChunkRead(
        NodeId requester, SnapshotDescription snapshot, long offset, ReadOnlyMemory<byte> data, bool isLast) =>
        SnapshotServing.Read(_node, requester, snapshot, offset, data, isLast);

    /// <summary>Reports that a snapshot of this node cannot be read.</summary>
    public void SnapshotUnreadable(SnapshotDescription snapshot) => SnapshotServing.Unreadable(_node, snapshot);

    /// <summary>Reports that a staged snapshot does not match its checksum, before its last write is reported.</summary>
    public void StagedSnapshotFailed(SnapshotDescription snapshot) => SnapshotDownloads.Failed(_node, snapshot);

    /// <summary>Reports that storage lost an entry while the node runs; it is written again from memory.</summary>
    public void EntryRotten(LogIndex index, MonotonicTime now)
    {
        Begin(now);
        if (!_node.Log.Contains(index)) return;
        _node.Writer.Lost(index);
        Committing.CountSelf(_node);
    }

    /// <summary>A hint of the transport that messages to a peer were lost.</summary>
    public void PeerUnreachable(NodeId peer)
    {
        if (_node.Lead?.Peers.Find(peer) is { State: PeerState.Replicate } found) found.BecomeProbe(found.Match.Next);
    }

    /// <summary>The host believes that a peer's machine is gone: a sleeping group that it led wakes and elects another.</summary>
    public void PeerDown(NodeId peer, MonotonicTime now)
    {
        Advance(now);
        if (!IsAsleep || Leader != peer) return;
        Sleeping.Wake(_node, peer);
        Roles.BecomeFollower(_node, Term, NodeId.None);
    }

    /// <summary>Wakes a sleeping node.</summary>
    public void Wake() => Sleeping.Wake(_node);

    /// <summary>
    /// Hands out what the inputs since the last call ask of the host, added to the list in the order in which to carry it out.
    /// Several inputs may share one call: their entries then share writes and messages.
    /// </summary>
    public void TakeEffects(List<Effect> effects)
    {
        Flush.Run(_node, _dispatch);
        effects.AddRange(_node.Out.Effects);
        _node.Out.Effects.Clear();
    }

    /// <summary>A copy that goes its own way. Effects must have been taken before.</summary>
    public RaftNode Clone() => new(_node.Clone());

    /// <summary>Adds the whole state to a hash. Times are part of it only where leases are on.</summary>
    public void Hash(ref StateHasher hasher) => _node.Hash(ref hasher);

    private void Begin(MonotonicTime now)
    {
        Advance(now);
        Sleeping.Wake(_node);
    }

    private void Advance(MonotonicTime now)
    {
        if (now > _node.Now) _node.Now = now;
    }

    private void Dispatch(Message message)
    {
        switch (message)
        {
            case AppendRequest m: AppendRequests.Handle(_node, m); break;
            case AppendAccepted m: AppendResponses.Handle(_node, m); break;
            case AppendRejected m: AppendResponses.Handle(_node, m); break;
            case Heartbeat m: Heartbeats.Handle(_node, m); break;
            case HeartbeatResponse m: Heartbeats.Handle(_node, m); break;
            case PreVoteRequest m: VoteRequests.Handle(_node, m); break;
            case PreVoteResponse m: VoteResponses.Handle(_node, m); break;
            case VoteRequest m: VoteRequests.Handle(_node, m); break;
            case VoteGranted m: VoteResponses.Handle(_node, m); break;
            case VoteRefused m: VoteResponses.Handle(_node, m); break;
            case TimeoutNow m: Transfers.Handle(_node, m); break;
            case ForwardedProposal m: Proposals.Handle(_node, m); break;
            case ForwardedProposalResponse m: Proposals.Handle(_node, m); break;
            case ReadIndexRequest m: ReadRequests.Handle(_node, m); break;
            case ReadIndexResponse m: ReadRequests.Handle(_node, m); break;
            case SnapshotOffer m: SnapshotDownloads.Handle(_node, m); break;
            case SnapshotChunk m: SnapshotDownloads.Handle(_node, m); break;
            case SnapshotChunkRequest m: SnapshotServing.Handle(_node, m); break;
            case SnapshotUnavailable m: SnapshotOffers.Handle(_node, m); break;
            case FeedRequest m: FeedServing.Handle(_node, m); break;
            case Feed m: FeedTaking.Handle(_node, m); break;
            // A newer term was all that it had to say.
            case StaleTerm: break;
            default: RaftAssert.Fail($"nobody handles a {message.GetType().Name}"); break;
        }
    }
}
