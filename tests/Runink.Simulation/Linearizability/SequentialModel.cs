namespace Runink.Simulation;

/// <summary>What an object does when it is used by one client at a time: the meaning of "correct" for a history of many.</summary>
public abstract class SequentialModel
{
    /// <summary>Whether the operation can come next in that state with the answer that its client had, and the state after it.</summary>
    /// <remarks>An operation without an answer can always come next.</remarks>
    public abstract bool Step(ModelState state, Operation operation, out ModelState next);

    /// <summary>
    /// Whether an operation without an answer can be left out because nobody saw what it would have done: leaving it out never
    /// changes the verdict, and keeps the search small.
    /// </summary>
    public virtual bool IsUnseen(Operation pending) => pending.Command.IsRead;

    /// <summary>The state in words, for a reader.</summary>
    public virtual string Describe(ModelState state) => $"{state.Value}";

    /// <summary>The model of one object, or of one independent part of it.</summary>
    public static SequentialModel For(ObjectKind kind, IReadOnlyList<Operation> operations) => kind switch
    {
        ObjectKind.Register => new RegisterModel(operations),
        ObjectKind.CasRegister => new CasRegisterModel(operations),
        ObjectKind.List => new ListModel(operations),
        _ => new ElementModel(),
    };
}
