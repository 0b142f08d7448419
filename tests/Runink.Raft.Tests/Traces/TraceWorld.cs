namespace Runink.Raft.Tests;

/// <summary>
/// All machines of a trace in one place. Nothing happens by itself: disks, networks and state machines wait for commands, unless
/// the trace has made some of them automatic. Everything that nodes say is written down, each line after the number of its node.
/// </summary>
internal sealed class TraceWorld
{
    private const int MaxSteps = 20_000;
    private readonly SortedDictionary<NodeId, TraceMachine> _machines = [];
    private readonly List<Effect> _effects = [];
    private List<string> _lines = [];

    public TraceWire Wire { get; } = new();

    public bool Quiet { get; set; }

    public bool AutoWrites { get; set; }

    public bool AutoApplies { get; set; }

    public bool AutoChunks { get; set; }

    public IReadOnlyCollection<TraceMachine> Machines => _machines.Values;

    public TraceMachine this[NodeId id] =>
        _machines.TryGetValue(id, out var machine) ? machine : throw new FormatException($"there is no node {id}");

    /// <summary>Carries out one command and gives what was said meanwhile.</summary>
    public IReadOnlyList<string> Run(string command)
    {
        _lines = [];
        TraceCommands.Run(this, command);
        return _lines;
    }

    public void Say(string line) => _lines.Add(line);

    public void Add(TraceMachine machine)
    {
        _machines[machine.Id] = machine;
        Start(machine);
    }

    public void Start(TraceMachine machine) => Guarded(machine, machine.Start);

    /// <summary>Gives a running node an input, and carries out what it asks for.</summary>
    public void Do(TraceMachine machine, Action<RaftNode> input)
    {
        if (machine.Node is not { } node) throw new FormatException($"node {machine.Id} is down");
        Guarded(machine, () => input(node));
    }

    public void FinishWrite(TraceMachine machine)
    {
        var write = machine.Disk.Finish();
        if (write is InstallSnapshot) machine.LoadState();
        if (write is StageSnapshotChunk { IsLast: true } piece && machine.Disk.StagesBadly)
        {
            machine.Disk.StagesBadly = false;
            machine.Node!.StagedSnapshotFailed(piece.Snapshot);
        }

        Do(machine, node => node.WriteCompleted(write.Id, machine.Clock));
    }

    public void FinishApply(TraceMachine machine)
    {
        var through = machine.ApplyNext();
        Do(machine, node => node.Applied(through));
    }

    public void FinishRead(TraceMachine machine)
    {
        var read = machine.Reads.Dequeue();
        var data = machine.Disk.Read(read.Snapshot, read.Offset, read.Length, out var isLast);
        Do(machine, node => node.SnapshotChunkRead(read.For, read.Snapshot, read.Offset, data, isLast));
    }

    public void Deliver(Message message)
    {
        Wire.Remove(message);
        if (!_machines.TryGetValue(message.To, out var machine) || machine.Node is null)
        {
            Write($"{message.To}: is not there and misses {message}");
            return;
        }

        Write($"{message.To}: hears {message}");
        Do(machine, node => node.Receive(message, machine.Clock));
    }

    /// <summary>Delivers, writes, applies and reads until nobody has anything left to do.</summary>
    public void Settle()
    {
        var (writes, applies, chunks) = (AutoWrites, AutoApplies, AutoChunks);
        (AutoWrites, AutoApplies, AutoChunks) = (true, true, true);
        foreach (var machine in _machines.Values) Automate(machine);
        DeliverAll();
        (AutoWrites, AutoApplies, AutoChunks) = (writes, applies, chunks);
    }

    public void DeliverAll()
    {
        for (var steps = 0; Wire.Messages.Count > 0; steps++)
        {
            if (steps == MaxSteps) throw new FormatException("the nodes talk without end");
            Deliver(Wire.Messages[0]);
        }
    }

    private void Guarded(TraceMachine machine, Action input)
    {
        try
        {
            input();
        }
        catch (RaftAssertionException broken)
        {
            Write($"{machine.Id}: stops: {broken.Message}");
            machine.Stop();
            return;
        }

        Collect(machine);
        Automate(machine);
    }

    private void Collect(TraceMachine machine)
    {
        _effects.Clear();
        machine.Node!.TakeEffects(_effects);
        foreach (var effect in _effects)
        {
            var lost = effect is Send send && !Wire.Send(send.Message);
            Write($"{machine.Id}: {effect}{(lost ? " (cut off)" : "")}");
            Perform(machine, effect);
        }
    }

    private static void Perform(TraceMachine machine, Effect effect)
    {
        switch (effect)
        {
            case Write write: machine.Disk.Begin(write); break;
            case Apply apply: machine.Applies.Enqueue(apply); break;
            case ReadSnapshotChunk read: machine.Reads.Enqueue(read); break;
            case CompactLog compact: machine.Disk.CompactThrough(compact.Base); break;
            case DropSnapshot drop: machine.Disk.Drop(drop.Snapshot); break;
        }
    }

    private void Automate(TraceMachine machine)
    {
        while (machine.Node is not null)
        {
            if (AutoWrites && machine.Disk.PendingCount > 0) FinishWrite(machine);
            else if (AutoApplies && machine.Applies.Count > 0) FinishApply(machine);
            else if (AutoChunks && machine.Reads.Count > 0) FinishRead(machine);
            else return;
        }
    }

    private void Write(string line)
    {
        if (!Quiet) Say(line);
    }
}
