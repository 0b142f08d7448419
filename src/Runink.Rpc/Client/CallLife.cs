namespace Runink.Rpc;

/// <summary>How long a call on the client lives: until it ends, its caller cancels, or its time is over.</summary>
internal sealed class CallLife : IDisposable
{
    private readonly CancellationToken _caller;
    private readonly CancellationTokenSource _source;
    private readonly CancellationTokenSource? _deadline;
    private volatile RpcException? _broken;
    private int _isDisposed;

    public CallLife(TimeSpan? timeout, CancellationToken caller)
    {
        _caller = caller;
        if (timeout is null)
        {
            _source = CancellationTokenSource.CreateLinkedTokenSource(caller);
        }
        else
        {
            var milliseconds = Math.Clamp(timeout.Value.TotalMilliseconds, 0, int.MaxValue);
            _deadline = new CancellationTokenSource(TimeSpan.FromMilliseconds(milliseconds));
            _source = CancellationTokenSource.CreateLinkedTokenSource(caller, _deadline.Token);
        }

        Token = _source.Token;
    }

    public CancellationToken Token { get; }

    /// <summary>What a failure of the call means to its caller.</summary>
    public Exception Translate(Exception failure) => GivenUp(failure) ?? failure as RpcException ?? (_broken = HttpFailures.Translate(failure));

    /// <summary>What a failed write means: that the call has ended need not be a failure of the call, the status says what it is.</summary>
    public Exception TranslateWrite(Exception failure) => GivenUp(failure) ?? _broken ?? (Exception)(failure switch
    {
        IOException or HttpRequestException => HttpFailures.Translate(failure),
        _ => new OperationCanceledException("the call has ended: its status comes with the responses", failure),
    });

    private Exception? GivenUp(Exception failure)
    {
        if (_caller.IsCancellationRequested) return new OperationCanceledException("the call was cancelled", failure, _caller);
        // Connecting took too long: nothing was sent, and that is worth more than that the time is over by now.
        if (failure is OperationCanceledException { InnerException: TimeoutException }) return null;
        return _deadline is { IsCancellationRequested: true } ? RpcErrors.DeadlineExceeded() : null;
    }

    /// <summary>Ends what is still under way of the call.</summary>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _isDisposed, 1) != 0) return;
        _source.Cancel();
        _source.Dispose();
        _deadline?.Dispose();
    }
}
