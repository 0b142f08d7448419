namespace Runink.Simulation;

/// <summary>A number that is read and written.</summary>
public sealed class RegisterModel(IReadOnlyList<Operation> operations) : SequentialModel
{
    private readonly HashSet<long> _seen =
        [.. operations.Where(o => !o.IsOpen && o.Command.Kind == CommandKind.Read).Select(o => o.Reply.Value)];

    public override bool Step(ModelState state, Operation operation, out ModelState next)
    {
        var command = operation.Command;
        next = command.Kind == CommandKind.Write ? new ModelState(command.Argument) : state;
        return command.Kind == CommandKind.Write || operation.IsOpen || operation.Reply.Value == state.Value;
    }

    /// <remarks>No read falls between a write that nobody saw and the next one, so it can be taken away from any order.</remarks>
    public override bool IsUnseen(Operation pending) => base.IsUnseen(pending) || !_seen.Contains(pending.Command.Argument);
}
