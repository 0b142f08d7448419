namespace Runink.Store.Machine;

/// <summary>Somebody's request to change the store, waiting to be decided and committed together with others.</summary>
internal abstract class PendingCommand
{
    /// <summary>Whether it has been answered.</summary>
    public abstract bool IsAnswered { get; }

    /// <summary>Decides on a state: the command to commit, or null when nothing changes or the request is refused.</summary>
    public abstract Command? Decide(StoreMachine machine, long now);

    /// <summary>Gives the answer that was decided; what it rests on is durable.</summary>
    public abstract void Answer();

    /// <summary>Gives a failure as the answer.</summary>
    public abstract void Fail(Exception failure);
}

/// <summary>A request whose answer is a <typeparamref name="T"/>.</summary>
/// <param name="decide">From a state and the time in milliseconds of Unix time: the answer, and the command if any.</param>
internal sealed class PendingCommand<T>(Func<StoreMachine, long, (T Answer, Command? Command)> decide) : PendingCommand
{
    private readonly TaskCompletionSource<T> _result = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private T _answer = default!;
    private Exception? _refusal;

    /// <summary>The answer, once it is given.</summary>
    public Task<T> Result => _result.Task;

    public override bool IsAnswered => _result.Task.IsCompleted;

    public override Command? Decide(StoreMachine machine, long now)
    {
        try
        {
            (_answer, var command) = decide(machine, now);
            return command;
        }
        catch (Exception refusal)
        {
            _refusal = refusal;
            return null;
        }
    }

    public override void Answer()
    {
        if (_refusal is null) _result.TrySetResult(_answer);
        else _result.TrySetException(_refusal);
    }

    public override void Fail(Exception failure) => _result.TrySetException(failure);
}
