using System.IO.Pipelines;
using System.Threading.Tasks.Sources;

namespace Runink.Rpc;

/// <summary>
/// The body of a response. The handler writes into one buffer while another is being sent: a flush hands over the one, and waits until
/// the other has gone, so that a client that does not read holds back its own handler.
/// </summary>
internal sealed class ResponseBody(Http2Stream stream) : PipeWriter, IValueTaskSource<FlushResult>
{
    private static readonly FlushResult Gone = new(isCanceled: false, isCompleted: true);

    private ManualResetValueTaskSourceCore<FlushResult> _drained = new() { RunContinuationsAsynchronously = true };
    private CancellationTokenRegistration _cancellation;
    private bool _isWaiting;

    /// <summary>What the handler has written since the last flush.</summary>
    public ByteBuffer Filling { get; private set; } = new();

    /// <summary>What is being sent. Under the connection's lock.</summary>
    public ByteBuffer Sending { get; private set; } = new();

    /// <summary>Somebody waits for a flush, or has not heard how it ended.</summary>
    public bool IsOwed { get; private set; }

    public override bool CanGetUnflushedBytes => true;

    public override long UnflushedBytes => Filling.Length;

    public override Memory<byte> GetMemory(int sizeHint = 0) => Filling.GetMemory(sizeHint);

    public override Span<byte> GetSpan(int sizeHint = 0) => Filling.GetSpan(sizeHint);

    public override void Advance(int bytes) => Filling.Advance(bytes);

    public override ValueTask<FlushResult> FlushAsync(CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return stream.FlushAsync(cancellationToken);
    }

    public override void CancelPendingFlush()
    {
        lock (stream.Gate) Release(new FlushResult(isCanceled: true, isCompleted: false));
    }

    public override void Complete(Exception? exception = null)
    {
        // The stream does so when its handler has returned.
    }

    /// <summary>Hands over what was written, now or when what went before has gone. Under the lock.</summary>
    /// <returns>Null: it waits for that.</returns>
    public FlushResult? TryHandOver()
    {
        if (stream.IsReset) Filling.Clear();
        if (stream.IsReset || stream.IsServed) return Gone;
        if (Sending.Length > 0) return null;
        Swap();
        return default(FlushResult);
    }

    /// <summary>Under the lock, after <see cref="TryHandOver"/> had to wait.</summary>
    public ValueTask<FlushResult> WaitAsync()
    {
        _isWaiting = IsOwed = true;
        return new ValueTask<FlushResult>(this, _drained.Version);
    }

    /// <summary>Ends the wait when the token is cancelled. Not under the lock.</summary>
    public void Watch(CancellationToken cancellationToken)
    {
        if (!cancellationToken.CanBeCanceled) return;
        _cancellation = cancellationToken.UnsafeRegister(static (body, token) => ((ResponseBody)body!).Cancel(token), this);
    }

    /// <summary>All of <see cref="Sending"/> has gone: a flush that waited hands over. Under the lock.</summary>
    /// <returns>Whether there is more to send.</returns>
    public bool Drained(bool isEnded)
    {
        if (!_isWaiting && !isEnded) return false;
        Swap();
        Release(default);
        return Sending.Length > 0;
    }

    /// <summary>Nobody will take anything any more. Under the lock.</summary>
    public void Abort()
    {
        Release(Gone);
        Sending.Clear();
    }

    /// <summary>Forgets what is held; both sides are done.</summary>
    public void Reset()
    {
        Filling.Clear();
        Sending.Clear();
    }

    FlushResult IValueTaskSource<FlushResult>.GetResult(short token)
    {
        try
        {
            return _drained.GetResult(token);
        }
        finally
        {
            _cancellation.Dispose();
            _cancellation = default;
            _drained.Reset();
            IsOwed = false;
        }
    }

    ValueTaskSourceStatus IValueTaskSource<FlushResult>.GetStatus(short token) => _drained.GetStatus(token);

    void IValueTaskSource<FlushResult>.OnCompleted(
        Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _drained.OnCompleted(continuation, state, token, flags);

    private void Swap() => (Filling, Sending) = (Sending, Filling);

    private void Release(FlushResult result)
    {
        if (!_isWaiting) return;
        _isWaiting = false;
        _drained.SetResult(result);
    }

    private void Cancel(CancellationToken token)
    {
        lock (stream.Gate)
        {
            if (!_isWaiting) return;
            _isWaiting = false;
            _drained.SetException(new OperationCanceledException(token));
        }
    }
}
