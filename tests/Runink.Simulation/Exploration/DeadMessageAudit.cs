namespace Runink.Simulation;

/// <summary>
/// Checks what dropping messages supposes, on every state of a node that occurred: a message said to be dead does nothing to it,
/// and whatever the node does next, the message stays dead and its answer stays the same. By induction over the steps of the
/// node, a dropped message could never have had an effect.
/// </summary>
public sealed class DeadMessageAudit(Scope scope, LocalStates locals, MessageTable messages)
{
    /// <returns>How many pairs of a node and a message were checked.</returns>
    /// <exception cref="InvalidOperationException">A message was dropped that could have had an effect.</exception>
    public long Run()
    {
        // To check is to try, which finds states that never occurred: only those that did are of interest.
        var occurred = locals.All.Select(local => (local, StepsOf(local))).ToArray();
        var counts = Enumerable.Range(0, scope.Nodes).Select(messages.CountTo).ToArray();
        var audited = 0L;
        foreach (var (local, steps) in occurred)
        {
            var node = (int)local.Node.Id.Value - 1;
            for (var number = 0; number < counts[node]; number++)
            {
                var delivery = new Move(MoveKind.Deliver, node, number);
                if (!locals.Step(local, delivery).IsDead) continue;
                foreach (var step in steps) Check(local, step.To, delivery);
                audited++;
            }
        }

        return audited;
    }

    private LocalStep[] StepsOf(LocalState local) => [.. local.Steps.Where(step => step.To.Term.Value <= scope.Terms)];

    private void Check(LocalState local, LocalState later, Move delivery)
    {
        var (before, after) = (locals.Step(local, delivery), locals.Step(later, delivery));
        var name = new MessageName(delivery.Node, delivery.Argument);
        Require(after.IsDead, local, name, "comes to life again");
        Require(after.Sent.All(before.Sent.Contains), local, name, "gets another answer later");
    }

    private void Require(bool holds, LocalState local, MessageName name, string what)
    {
        if (!holds) throw new InvalidOperationException($"{messages[name]} was dropped before node {local.Number} and {what}");
    }
}
