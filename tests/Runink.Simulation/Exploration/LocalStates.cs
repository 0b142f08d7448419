using Runink.Raft;

namespace Runink.Simulation;

/// <summary>The nodes of a scope in every state that they were seen in, and what happens to them.</summary>
public sealed class LocalStates(Scope scope, IReadOnlyList<NodeId[]> renamings, MessageTable messages)
{
    private readonly Dictionary<UInt128, LocalState> _byHash = [];
    private readonly List<LocalState> _all = [];

    public IReadOnlyList<LocalState> All => _all;

    public LocalState this[int number] => _all[number];

    public LocalState Founding(int node)
    {
        var id = new NodeId((ulong)node + 1);
        var recovered = scope.FoundingOf(id);
        return Finish(null, Start(id, new ExploredDisk(recovered.Base), narration: null)).To;
    }

    /// <summary>What the move does to its node.</summary>
    public LocalStep Step(LocalState from, Move move)
    {
        if (from.StepOf(move) is { } known) return known;
        var step = Carry(from, move);
        if (move.Kind == MoveKind.Deliver) step = Judge(from, messages[new MessageName(move.Node, move.Argument)], step);
        from.Remember(move, step);
        return step;
    }

    /// <summary>The same, with the effects in words.</summary>
    public void Narrate(LocalState from, Move move, List<string> effects) => Carry(from, move, effects);

    private LocalStep Carry(LocalState from, Move move, List<string>? narration = null)
    {
        try
        {
            var run = move.Kind == MoveKind.Crash
                ? Start(from.Node.Id, from.Disk.Crash(move.Argument), narration)
                : new LocalRun(from.Node.Clone(), from.Disk, scope.SlowDisks, narration);
            if (move.Kind != MoveKind.Crash) run.Do(move, messages, scope);
            return Finish(move.Kind == MoveKind.Crash ? null : from, run);
        }
        catch (Exception broken) when (broken is RaftAssertionException or ArgumentException)
        {
            return new LocalStep(from, [], [], [], Accepted: false, $"assertion: {broken.Message}");
        }
    }

    private LocalRun Start(NodeId id, ExploredDisk disk, List<string>? narration)
    {
        var run = new LocalRun(new RaftNode(scope.OptionsOf(id), disk.Recover(), default), disk, scope.SlowDisks, narration);
        run.CarryOut();
        return run;
    }

    private LocalStep Finish(LocalState? from, LocalRun run)
    {
        var to = Intern(run.Node, run.Disk);
        MessageName[] sent = [.. run.Sent.Select(messages.NameOf).Distinct()];
        var violation = run.Violation ?? LocalRules.Judge(from, to);
        return new LocalStep(to, sent, [.. run.Applied], [.. run.Reads], run.Accepted, violation);
    }

    private LocalStep Judge(LocalState from, Message message, LocalStep step)
    {
        var isIdle = step.To == from && step.Applied.Length == 0 && step.Reads.Length == 0 && step.Violation is null;
        return step with { IsIdle = isIdle, IsDead = isIdle && LocalRules.IsDead(message, from, step.Sent.Length > 0, scope) };
    }

    private LocalState Intern(RaftNode node, ExploredDisk disk)
    {
        var hashes = renamings.Select(renaming => HashOf(node, disk, renaming)).ToArray();
        if (_byHash.TryGetValue(hashes[0], out var known)) return known;
        var state = new LocalState(_all.Count, node, disk, hashes);
        _byHash.Add(hashes[0], state);
        _all.Add(state);
        return state;
    }

    private UInt128 HashOf(RaftNode node, ExploredDisk disk, NodeId[] renaming)
    {
        var hasher = new StateHasher(renaming, withoutTimers: scope.Ticks == 0);
        hasher.Add(node.Id);
        node.Hash(ref hasher);
        disk.Hash(ref hasher);
        return hasher.Value;
    }
}
