using Runink.Raft;

namespace Runink.Simulation;

/// <summary>
/// What comes in: each input is given to the core with a fresh reading of the clock, then its effects are carried out.
/// </summary>
public sealed partial class SimulatedNode : IEventTarget, INetworkEndpoint
{
    /// <summary>What a paused node's machine keeps for it, at most; messages beyond are lost.</summary>
    private const int MaxHeld = 256;

    private readonly List<ScheduledEvent> _held = [];
    private RaftNode? _raft;
    private long _missedTicks;
    private bool _ticks;
    private bool _drains;

    private MonotonicTime Time => new(Clock.Read(_world.Now));

    public bool Deliver(int from, object message)
    {
        if (Status == NodeStatus.Up) return Receive((Message)message);
        if (Status == NodeStatus.Paused && _held.Count < MaxHeld) Hold(NodeEvent.Message, message);
        return false;
    }

    public bool Handle(in ScheduledEvent happening)
    {
        if (happening.Number != Life) return false;
        var kind = (NodeEvent)happening.Kind;
        if (Status == NodeStatus.Up) return Take(kind, happening.Payload);
        if (Status != NodeStatus.Paused) return false;
        if (kind != NodeEvent.Tick) Hold(kind, happening.Payload);
        else
        {
            _missedTicks++;
            ScheduleTick();
        }

        return false;
    }

    /// <summary>A client's call is on its way.</summary>
    public void Call(ClientCall call) => Schedule(_chance.Spread(200_000), NodeEvent.Call, call);

    /// <summary>The disk has lost an entry, and a scrubber will find that out if the node lives long enough.</summary>
    public void ScrubLater(LogIndex index) => Schedule(_chance.Spread(_plan.MeanFaultDuration), NodeEvent.Scrub, index);

    public void ChangeMembership(MembershipChange change)
    {
        if (Status != NodeStatus.Up) return;
        _world.Trace?.Command(_world, $"change {Id} {change}");
        Raft.ChangeMembership(change, Time);
        AfterInput();
    }

    public void TransferLeadership(NodeId target)
    {
        if (Status != NodeStatus.Up) return;
        _world.Trace?.Command(_world, $"transfer {Id} {target}");
        Raft.TransferLeadership(target, Time);
        AfterInput();
    }

    public void Campaign()
    {
        if (Status != NodeStatus.Up) return;
        _world.Trace?.Command(_world, $"campaign {Id}");
        Raft.Campaign(Time);
        AfterInput();
    }

    public void HearThatUnreachable(NodeId peer)
    {
        if (Status != NodeStatus.Up) return;
        _world.Trace?.Command(_world, $"unreachable {Id} {peer}");
        Raft.PeerUnreachable(peer);
        AfterInput();
    }

    public void HearThatDown(NodeId peer)
    {
        if (Status != NodeStatus.Up) return;
        _world.Trace?.Command(_world, $"peerdown {Id} {peer}");
        Raft.PeerDown(peer, Time);
        AfterInput();
    }

    public void Wake()
    {
        if (Status != NodeStatus.Up) return;
        _world.Trace?.Command(_world, $"wake {Id}");
        Raft.Wake();
        AfterInput();
    }

    private bool Receive(Message message)
    {
        _world.Trace?.Command(_world, $"inject {message}");
        Raft.Receive(message, Time);
        AfterInput();
        return true;
    }

    private bool Take(NodeEvent kind, object? payload)
    {
        switch (kind)
        {
            case NodeEvent.Tick:
                _ticks = false;
                Tick();
                break;
            case NodeEvent.ExtraTick:
                Tick();
                break;
            case NodeEvent.Message:
                return Receive((Message)payload!);
            case NodeEvent.Drain:
                _drains = false;
                Drain();
                return false;
            case NodeEvent.Durable:
                WriteCompleted((Write)payload!);
                break;
            case NodeEvent.Apply:
                ApplyNext();
                break;
            case NodeEvent.SnapshotWritten:
                SnapshotWritten((SnapshotFile)payload!);
                break;
            case NodeEvent.PieceRead:
                PieceRead((ReadSnapshotChunk)payload!);
                break;
            case NodeEvent.Scrub:
                return Scrub((LogIndex)payload!);
            default:
                Serve((ClientCall)payload!);
                break;
        }

        return true;
    }

    private void Tick()
    {
        _world.Trace?.Command(_world, $"tick {Id}");
        Raft.Tick(Time);
        AfterInput();
    }

    private void Serve(ClientCall call)
    {
        var command = call.Operation.Command;
        var reads = command.IsRead && !_chance.Chance(_plan.LoggedReadPartsPerMillion);
        _world.Trace?.Note(_world, $"client {command.Client} #{command.Sequence}: {command}");
        _world.Trace?.Command(_world, $"{(reads ? "read" : "propose")} {Id} #{call.Context}");
        if (reads)
        {
            Raft.Read(call.Context, Time);
            RenewLease();
        }
        else Raft.Propose(call.Context, command.Encode(_chance.Below(_plan.MaxFilling + 1)), Time);
        AfterInput();
    }

    /// <summary>A host prolongs leases where it sees fit.</summary>
    private void RenewLease()
    {
        if (_plan.Raft.LeaseNanoseconds == 0 || !_chance.Coin()) return;
        _world.Trace?.Command(_world, $"renew {Id}");
        Raft.RenewLease(Time);
    }

    /// <summary>A scrubber goes over the whole disk.</summary>
    private void ScrubAll()
    {
        foreach (var index in Durable.Rotten) ScrubLater(index);
    }

    private bool Scrub(LogIndex index)
    {
        if (Durable.Log.At(index) is not { Kind: EntryKind.Rotten }) return false;
        _world.Trace?.Command(_world, $"rot {Id} {index}");
        Raft.EntryRotten(index, Time);
        AfterInput();
        return true;
    }

    /// <summary>
    /// Looks at what the input changed, and takes the effects now or together with those of the inputs to come.
    /// </summary>
    private void AfterInput()
    {
        var before = View;
        View = NodeView.Of(Raft);
        _world.Stamp((ulong)View.Term.Value ^ ((ulong)View.LastLog.Index.Value << 20) ^ ((ulong)View.Commit.Value << 40));
        if (View.Commit > before.Commit) _cluster.HasCommitted(View.Commit);
        _cluster.Observers.Stepped(this, before);
        if (!_drains && !_chance.Chance(_plan.BatchPartsPerMillion)) Drain();
        else if (!_drains)
        {
            _drains = true;
            Schedule(_chance.Between(1_000, 100_000), NodeEvent.Drain);
        }

        // Whoever carries out effects may crash over it.
        if (!_ticks && Status == NodeStatus.Up) KeepTicking();
    }

    private void KeepTicking()
    {
        if (_plan.SleepersGetNoTicks && Raft.IsAsleep) return;
        _ticks = true;
        ScheduleTick();
    }

    private void ScheduleTick()
    {
        var jitter = _plan.TickNanoseconds / 20;
        Schedule(_plan.TickNanoseconds + _chance.Between(-jitter, jitter), NodeEvent.Tick);
    }

    private void Schedule(long delay, NodeEvent kind, object? payload = null) =>
        _world.Schedule(delay, this, (int)kind, Life, payload);

    private void Hold(NodeEvent kind, object? payload) => _held.Add(new ScheduledEvent(0, 0, this, (int)kind, Life, payload));
}
