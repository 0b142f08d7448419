namespace Runink.Simulation;

/// <summary>
/// Carries one move out on a state of the whole, and brings the result into the form in which states are compared: whatever a
/// node would answer to a message without being changed by it is answered at once (that only adds messages, which nobody has
/// to deliver, so nothing that could happen is lost), and messages that can do nothing any more are dropped.
/// </summary>
/// <param name="scope">The scope.</param>
/// <param name="locals">Its nodes.</param>
/// <param name="messages">Its messages.</param>
/// <param name="pasts">Its pasts.</param>
/// <param name="reduces">Whether states are brought into that form; else every delivery is a move of its own.</param>
public sealed class Successor(Scope scope, LocalStates locals, MessageTable messages, Pasts pasts, bool reduces)
{
    private readonly Queue<MessageName> _toAnswer = new();
    private readonly List<int> _sent = [];

    /// <summary>What is told about each answer, when a trace is written.</summary>
    public Action<Move, LocalStep>? OnAnswer { get; set; }

    /// <summary>Founds the group.</summary>
    public void Found(GlobalState state)
    {
        for (var node = 0; node < scope.Nodes; node++) state.SetNode(node, locals.Founding(node));
    }

    /// <summary>Whether the move is the delivery of a message that changes nothing: its answer was given already.</summary>
    public bool IsIdle(GlobalState state, Move move) =>
        reduces && move.Kind == MoveKind.Deliver && locals.Step(state.Nodes[move.Node], move).IsIdle;

    /// <summary>Tries a move.</summary>
    /// <param name="state">Where it happens, and what becomes of it.</param>
    /// <param name="move">What happens.</param>
    /// <param name="violation">The rule that it breaks, or null.</param>
    /// <returns>Whether the move is within the scope and does anything.</returns>
    public bool Apply(GlobalState state, Move move, out string? violation)
    {
        violation = null;
        var from = state.Nodes[move.Node];
        var step = locals.Step(from, move);
        violation = step.Violation;
        if (violation is not null) return true;
        if (step.To.Term.Value > scope.Terms) return false;
        var before = state.Past;
        (state.Past, violation) = pasts.After(before, move, from, step, scope.Crashes is not null);
        var isNothing = step.To == from && step.Sent.All(state.Contains) && state.Past == before;
        if (isNothing) return false;
        state.SetNode(move.Node, step.To);
        Settle(state, move.Node, step);
        violation ??= GlobalRules.Judge(state.Nodes, pasts[state.Past]);
        return true;
    }

    /// <summary>The hash of a state: the same for all states that differ only in the names of interchangeable nodes.</summary>
    public UInt128 HashOf(GlobalState state)
    {
        var hashes = pasts.HashesOf(state.Past);
        var least = UInt128.MaxValue;
        for (var i = 0; i < hashes.Length; i++) least = UInt128.Min(least, state.Sums[i] + hashes[i]);
        return least;
    }

    /// <summary>Fills in the sums of a state that was unpacked.</summary>
    public void Sum(GlobalState state)
    {
        Array.Clear(state.Sums);
        for (var node = 0; node < state.Nodes.Length; node++)
        {
            Add(state.Sums, state.Nodes[node].Hashes);
            state.ListSent(node, _sent);
            foreach (var number in _sent) Add(state.Sums, messages.HashesOf(new MessageName(node, number)));
        }
    }

    private static void Add(UInt128[] sums, UInt128[] hashes)
    {
        for (var i = 0; i < sums.Length; i++) sums[i] += hashes[i];
    }

    private void Settle(GlobalState state, int changed, LocalStep step)
    {
        if (!reduces)
        {
            Send(state, step.Sent);
            _toAnswer.Clear();
            return;
        }

        state.ListSent(changed, _sent);
        foreach (var number in _sent) _toAnswer.Enqueue(new MessageName(changed, number));
        Send(state, step.Sent);
        while (_toAnswer.TryDequeue(out var name))
        {
            var move = new Move(MoveKind.Deliver, name.To, name.Number);
            var answer = locals.Step(state.Nodes[name.To], move);
            if (!answer.IsIdle) continue;
            if (answer.Sent.Length > 0) OnAnswer?.Invoke(move, answer);
            Send(state, answer.Sent);
            if (answer.IsDead) state.Remove(name, messages.HashesOf(name));
        }
    }

    private void Send(GlobalState state, MessageName[] sent)
    {
        foreach (var name in sent)
        {
            if (state.Contains(name) || IsSettled(state, name)) continue;
            state.Add(name, messages.HashesOf(name));
            _toAnswer.Enqueue(name);
        }
    }

    /// <summary>Whether the message is dead at once and has no answer either: then it is not worth adding.</summary>
    private bool IsSettled(GlobalState state, MessageName name)
    {
        if (!reduces) return false;
        var answer = locals.Step(state.Nodes[name.To], new Move(MoveKind.Deliver, name.To, name.Number));
        return answer.IsDead && answer.Sent.All(state.Contains);
    }
}
