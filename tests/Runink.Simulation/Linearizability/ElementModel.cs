namespace Runink.Simulation;

/// <summary>
/// One element of a set. Operations on different elements do not touch each other, so a set is linearizable exactly when each of its
/// elements is (locality, Herlihy and Wing), and the state is one bit.
/// </summary>
public sealed class ElementModel : SequentialModel
{
    public override bool Step(ModelState state, Operation operation, out ModelState next)
    {
        var isIn = state.Value != 0;
        var willBeIn = operation.Command.Kind switch
        {
            CommandKind.Add => true,
            CommandKind.Remove => false,
            _ => isIn,
        };
        next = new ModelState(willBeIn ? 1 : 0);
        var answer = operation.Command.Kind == CommandKind.Contains ? isIn : isIn != willBeIn;
        return operation.IsOpen || (operation.Reply.Value != 0) == answer;
    }

    public override string Describe(ModelState state) => state.Value != 0 ? "in the set" : "not in the set";
}
