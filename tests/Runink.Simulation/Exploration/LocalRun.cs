using Runink.Raft;

namespace Runink.Simulation;

/// <summary>One input to one node, with its host carrying the effects out until there are none.</summary>
public sealed class LocalRun(RaftNode node, ExploredDisk disk, bool slowDisks, List<string>? narration)
{
    private readonly List<Effect> _effects = [];

    public RaftNode Node => node;

    public ExploredDisk Disk { get; private set; } = disk;

    public List<Message> Sent { get; } = [];

    public List<Entry> Applied { get; } = [];

    public List<(ulong Context, LogIndex Index)> Reads { get; } = [];

    public bool Accepted { get; private set; } = true;

    public string? Violation { get; private set; }

    public void Do(Move move, MessageTable messages, Scope scope)
    {
        switch (move.Kind)
        {
            case MoveKind.Deliver: node.Receive(messages[new MessageName(move.Node, move.Argument)], default); break;
            case MoveKind.Campaign: node.Campaign(default); break;
            case MoveKind.Propose: node.Propose((ulong)move.Argument, new[] { (byte)move.Argument }, default); break;
            case MoveKind.Read: node.Read((ulong)move.Argument, default); break;
            case MoveKind.Tick: node.Tick(default); break;
            case MoveKind.Complete: Complete(1); break;
            case MoveKind.Change: node.ChangeMembership(scope.Changes[move.Argument], default); break;
            case MoveKind.Transfer: node.TransferLeadership(new NodeId((ulong)move.Argument + 1), default); break;
            default: throw new InvalidOperationException($"{move.Kind} is not an input");
        }

        CarryOut();
    }

    public void CarryOut()
    {
        while (true)
        {
            _effects.Clear();
            node.TakeEffects(_effects);
            if (_effects.Count > 0) _effects.ForEach(CarryOut);
            else if (!slowDisks && !Disk.UnderWay.IsEmpty) Complete(Disk.UnderWay.Length);
            else return;
        }
    }

    private void CarryOut(Effect effect)
    {
        narration?.Add(effect.ToString());
        switch (effect)
        {
            case Send send: Sent.Add(send.Message); break;
            case Write write: Disk = Disk.Begin(write); break;
            case Apply apply: Apply(apply); break;
            case ReadReady ready: Reads.Add((ready.Context, ready.Index)); break;
            case ProposalRefused or ReadRefused or ChangeRefused: Accepted = false; break;
            default: break;
        }
    }

    private void Apply(Apply apply)
    {
        Applied.AddRange(apply.Entries);
        if (apply.Entries.FirstOrDefault(entry => !Disk.Holds(entry)) is { } volatileEntry)
            Violation ??= $"entry {volatileEntry} is applied before it is durable here";
        node.Applied(apply.Entries[^1].Index);
    }

    private void Complete(int count)
    {
        var through = Disk.UnderWay[count - 1].Id;
        Disk = Disk.Complete(count);
        node.WriteCompleted(through, default);
    }
}
