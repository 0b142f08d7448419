using System.Diagnostics;

namespace Runink.Simulation;

/// <summary>
/// Visits every state of a scope breadth first, so that the path to a violation is a shortest one. The nodes are the real core;
/// since it is a function, what an input does to a node in a given state is asked of it once, and the rest is arithmetic.
/// </summary>
public sealed class Explorer
{
    private readonly Scope _scope;
    private readonly MessageTable _messages;
    private readonly LocalStates _locals;
    private readonly Pasts _pasts;
    private readonly Successor _successor;
    private readonly VisitedSet _visited = new();
    private readonly StateQueue _queue = new();
    private readonly Paths _paths = new();
    private readonly GlobalState _state;
    private readonly GlobalState _next;
    private readonly List<int> _scratch = [];
    private readonly List<Move> _moves = [];
    private long _transitions;
    private int _expanded;

    /// <param name="scope">What to explore.</param>
    /// <param name="symmetry">Whether states that differ only in the names of interchangeable nodes are one.</param>
    /// <param name="reduces">Whether messages that do nothing to their receiver are dealt with at once.</param>
    public Explorer(Scope scope, bool symmetry = true, bool reduces = true)
    {
        _scope = scope;
        var renamings = Renamings.Of(scope.Nodes, symmetry ? scope.Interchangeable : []);
        _messages = new MessageTable(scope.Nodes, renamings);
        _locals = new LocalStates(scope, renamings, _messages);
        _pasts = new Pasts(scope, renamings);
        _successor = new Successor(scope, _locals, _messages, _pasts, reduces);
        (_state, _next) = (new GlobalState(scope.Nodes, renamings.Count), new GlobalState(scope.Nodes, renamings.Count));
    }

    /// <summary>Told about each state that is gone on from.</summary>
    public Action<GlobalState>? OnState { get; set; }

    /// <summary>Explores until nothing is new, a rule is broken, or the depth or the limit is reached.</summary>
    /// <param name="maxStates">States to visit, at most: what bounds memory.</param>
    /// <param name="onLevel">Told about each finished depth: states and frontier.</param>
    public ExplorationReport Run(long maxStates, Action<int, long, long>? onLevel = null)
    {
        var clock = Stopwatch.StartNew();
        Begin();
        var depth = 0;
        var violation = default(Violation);
        while (_queue.Count > 0 && depth < (_scope.Depth ?? int.MaxValue) && violation is null && _visited.Count < maxStates)
        {
            for (var left = _queue.Count; left > 0 && violation is null && _visited.Count < maxStates; left--)
                violation = Expand();
            depth++;
            onLevel?.Invoke(depth, _visited.Count, _queue.Count);
        }

        return new ExplorationReport
        {
            Scope = _scope,
            States = _visited.Count,
            Transitions = _transitions,
            Depth = depth,
            Frontier = _queue.Count,
            Locals = _locals.All.Count,
            Messages = _messages.Count,
            Pasts = _pasts.Count,
            IsCapped = _visited.Count >= maxStates,
            Audited = violation is null ? new DeadMessageAudit(_scope, _locals, _messages).Run() : 0,
            Broken = violation?.Rule,
            Trace = violation is null ? [] : new TraceWriter(_scope, _successor, _locals, _messages).Write(violation.Path),
            Elapsed = clock.Elapsed,
        };
    }

    private void Begin()
    {
        _successor.Found(_state);
        _visited.Add(_successor.HashOf(_state));
        _paths.Add(-1, default);
        _queue.Enqueue(_state);
    }

    private Violation? Expand()
    {
        var number = _expanded++;
        _queue.Dequeue(_state, _locals);
        _successor.Sum(_state);
        OnState?.Invoke(_state);
        Moves.List(_scope, _state, _pasts[_state.Past], _scratch, _moves);
        foreach (var move in _moves)
        {
            if (_successor.IsIdle(_state, move)) continue;
            _next.CopyFrom(_state);
            if (!_successor.Apply(_next, move, out var broken)) continue;
            _transitions++;
            if (broken is not null) return new Violation(broken, [.. _paths.To(number), move]);
            if (!_visited.Add(_successor.HashOf(_next))) continue;
            _paths.Add(number, move);
            _queue.Enqueue(_next);
        }

        return null;
    }

    private sealed record Violation(string Rule, List<Move> Path);
}
