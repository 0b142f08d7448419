using System.Threading.Tasks.Sources;

namespace Runink.Barn;

/// <summary>
/// Something asked of a node, and whoever awaits what becomes of it: one object for the work, the wait and the answer. Awaited once.
/// </summary>
internal abstract class Outcome<T> : NodeWork, IOutcome, IValueTaskSource<T>
{
    private ManualResetValueTaskSourceCore<T> _source;
    private T? _result;
    private Exception? _error;

    public ValueTask<T> Task => new(this, _source.Version);

    /// <summary>Settles what the answer is; it is told later, off the node's thread.</summary>
    public void Decide(T result) => _result = result;

    public void Decide(Exception error) => _error = error;

    /// <summary>Tells the answer; the one who awaits it goes on within this call.</summary>
    public void Tell()
    {
        if (_error is { } error) _source.SetException(error);
        else _source.SetResult(_result!);
    }

    T IValueTaskSource<T>.GetResult(short token) => _source.GetResult(token);

    ValueTaskSourceStatus IValueTaskSource<T>.GetStatus(short token) => _source.GetStatus(token);

    void IValueTaskSource<T>.OnCompleted(
        Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _source.OnCompleted(continuation, state, token, flags);
}
