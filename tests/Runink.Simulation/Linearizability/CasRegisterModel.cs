namespace Runink.Simulation;

/// <summary>A register with compare-and-swap.</summary>
public sealed class CasRegisterModel : SequentialModel
{
    private readonly HashSet<long> _seen = [];
    private readonly bool _hasFailures;

    public CasRegisterModel(IReadOnlyList<Operation> operations)
    {
        foreach (var operation in operations)
        {
            if (operation.Command.Kind == CommandKind.CompareAndSwap)
            {
                if (operation.IsOpen || operation.Reply.Value == 1) _seen.Add(operation.Command.Expected);
                else _hasFailures = true;
            }
            else if (operation.Command.Kind == CommandKind.Read && !operation.IsOpen)
            {
                _seen.Add(operation.Reply.Value);
            }
        }
    }

    public override bool Step(ModelState state, Operation operation, out ModelState next)
    {
        var command = operation.Command;
        var swaps = command.Kind == CommandKind.CompareAndSwap && state.Value == command.Expected;
        next = swaps || command.Kind == CommandKind.Write ? new ModelState(command.Argument) : state;
        return operation.IsOpen || command.Kind switch
        {
            CommandKind.Read => operation.Reply.Value == state.Value,
            CommandKind.CompareAndSwap => (operation.Reply.Value == 1) == swaps,
            _ => true,
        };
    }

    /// <remarks>A swap that failed may have failed because of a value that nobody else saw; then nothing is left out.</remarks>
    public override bool IsUnseen(Operation pending) =>
        base.IsUnseen(pending) || (!_hasFailures && !_seen.Contains(pending.Command.Argument));
}
