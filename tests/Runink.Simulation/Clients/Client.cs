using Runink.Raft;

namespace Runink.Simulation;

/// <summary>
/// Calls one operation after the other. Refused for certain, it asks another node; left without an answer, it gives up and the
/// operation stays open for ever.
/// </summary>
public sealed class Client(SimulatedCluster cluster, int number) : IEventTarget
{
    private readonly World _world = cluster.World;
    private readonly Prng _chance = cluster.World.Fork();
    private long _sequence;
    private ulong _context;
    private SimulatedNode? _node;
    private LogPosition _position;
    private LogIndex? _readIndex;
    private NodeId _leader;

    private enum Deed
    {
        Begin,
        Ask,
        GiveUp,
    }

    /// <summary>What waits for its answer, or null.</summary>
    public Operation? Current { get; private set; }

    /// <summary>The node that was asked, while it owes an answer.</summary>
    public SimulatedNode? Asked => _node;

    /// <summary>Whether it stops after the current operation.</summary>
    public bool IsRetired { get; set; }

    /// <summary>Whether a change was answered since this was last reset.</summary>
    public bool HasChanged { get; set; }

    public void Think() => _world.Schedule(_chance.Spread(cluster.Plan.MeanThinking), this, (int)Deed.Begin);

    public bool Handle(in ScheduledEvent happening)
    {
        switch ((Deed)happening.Kind)
        {
            case Deed.Begin:
                if (IsRetired) return false;
                Begin();
                return true;
            case Deed.Ask:
                if (Current is null || happening.Number != _sequence) return false;
                Ask();
                return false;
            default:
                if (Current is null || happening.Number != _sequence) return false;
                GiveUp();
                return true;
        }
    }

    /// <summary>Whether it waits for the answer to that call from that node.</summary>
    public bool WaitsFor(SimulatedNode node, ulong context) => _node == node && _context == context;

    public void Appended(ProposalAppended appended) => _position = appended.Position;

    /// <summary>The node will not do it.</summary>
    public void Refused(NodeId leader)
    {
        _leader = leader;
        _node = null;
        AskLater();
    }

    /// <summary>Nobody will ever know what became of it.</summary>
    public void GiveUp()
    {
        var operation = Current!;
        // A proposal that is forwarded may be doubled on the way, so that one is refused and the other one takes effect.
        var mayBeDoubled = cluster.Plan.Raft.ForwardProposals && cluster.Plan.Network.DuplicatePartsPerMillion > 0;
        if (_node is null && (operation.Command.IsRead || !mayBeDoubled)) cluster.Clients.History.Withdraw(operation);
        else cluster.Clients.History.Abandon(operation);
        _world.Trace?.Note(_world, $"client {number} gives up #{_sequence}");
        Finish();
    }

    /// <summary>An entry was applied where it waits.</summary>
    public void Applied(Entry entry, Reply reply)
    {
        var command = Command.Decode(entry.Command.Span);
        if (command.Client == number && command.Sequence == _sequence) Answer(reply, new LogPosition(entry.Index, entry.Term));
    }

    /// <summary>Another entry stands where the operation stood: it was lost.</summary>
    public void Lost(Entry entry)
    {
        if (_position.Index != entry.Index || _position.Term == entry.Term) return;
        _world.Trace?.Note(_world, $"client {number} learns that #{_sequence} was lost");
        _node = null;
        AskLater();
    }

    /// <summary>Whether the place of what it waits for is known to be no later than that.</summary>
    public bool WaitsAtOrBelow(LogIndex index) => _position.Index > LogIndex.Zero && _position.Index <= index;

    public void ReadReady(LogIndex index)
    {
        _readIndex = index;
        ServeRead();
    }

    public void ServeRead()
    {
        if (_readIndex is not { } index || _node!.Machine.Applied.Index < index) return;
        cluster.Tally.Reads++;
        Answer(_node.Machine.Query(Current!.Command), _node.Machine.Applied);
    }

    private void Begin()
    {
        Current = new Operation(cluster.Clients.Workload.Next(number), _world.Steps);
        _sequence = Current.Command.Sequence;
        cluster.Clients.History.Begin(Current);
        _world.Schedule(cluster.Plan.Patience, this, (int)Deed.GiveUp, _sequence);
        Ask();
    }

    private void Ask()
    {
        (_position, _readIndex) = (default, null);
        _node = Choose();
        if (_node is null)
        {
            AskLater();
            return;
        }

        _context = ClientGroup.NextContext(_context, number);
        cluster.Observers.Called(_node, Current!, _context);
        _node.Call(new ClientCall(Current!, _context));
    }

    private SimulatedNode? Choose()
    {
        if (_chance.Chance(700_000) && cluster.Find(_leader) is { IsRunning: true } leader) return leader;
        var nodes = cluster.Nodes;
        for (var attempt = 0; attempt < 4; attempt++)
            if (nodes[_chance.Below(nodes.Count)] is { IsRunning: true } node) return node;
        return null;
    }

    private void AskLater()
    {
        var delay = _chance.Spread(cluster.Plan.MeanThinking + cluster.Plan.TickNanoseconds);
        _world.Schedule(delay, this, (int)Deed.Ask, _sequence);
    }

    private void Answer(Reply reply, LogPosition position)
    {
        var operation = Current!;
        _world.Trace?.Note(_world, $"client {number} #{_sequence} has its answer: {reply}");
        _leader = _node!.View.Leader;
        if (reply.Status == ReplyStatus.Retired) cluster.Clients.History.Withdraw(operation);
        else
        {
            operation.Answer(reply, _world.Steps);
            HasChanged |= !operation.Command.IsRead;
            cluster.Observers.Answered(_node, operation, position);
            cluster.Clients.Workload.Learn(operation.Command, reply);
            cluster.Clients.History.Return(operation);
        }

        Finish();
    }

    private void Finish()
    {
        (Current, _node, _readIndex, _position) = (null, null, null, default);
        Think();
    }
}
