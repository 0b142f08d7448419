using System.Buffers;
using System.IO.Pipelines;
using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;

namespace Runink.Rpc;

/// <summary>
/// A connection that speaks HTTP/2 (RFC 9113), from behind the client's preface to its end. One lock guards what its reader, its sender and the
/// handlers of its streams share; it is held for the moment that a frame takes.
/// </summary>
internal sealed class Http2Connection
{
    /// <summary>How long the last bytes of a connection may take to go.</summary>
    private static readonly TimeSpan LastWriteTimeout = TimeSpan.FromSeconds(5);

    private readonly ConnectionContext _transport;
    private readonly PipeReader _input;
    private readonly FrameReceiver _receiver;
    private readonly RpcServerOptions _options;
    private readonly Action<Exception> _report;
    private readonly ConnectionPulse _pulse;
    private readonly TaskCompletionSource _idle = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _receiveWindow = Http2Limits.ConnectionWindow;
    private int _credit;
    private bool _isClosing;
    private bool _isOver;
    private volatile Http2ConnectionException? _failure;

    public Http2Connection(ConnectionContext transport, RpcApplication application, RpcServerOptions options, Action<Exception> report)
    {
        (_transport, _input, _options, _report) = (transport, transport.Transport.Input, options, report);
        Application = application;
        Sender = new FrameSender(this, transport.Transport.Output);
        Streams = new Http2Streams(this, options.MaxConcurrentStreams);
        _receiver = new FrameReceiver(this);
        _pulse = new ConnectionPulse(this, options);
    }

    /// <summary>Guards all that is shared.</summary>
    public Lock Gate { get; } = new();

    public RpcApplication Application { get; }

    /// <summary>What it runs on.</summary>
    public ConnectionContext Transport => _transport;

    public FrameSender Sender { get; }

    public Http2Streams Streams { get; }

    /// <summary>A block of headers has begun and not ended.</summary>
    public bool IsInHeaders { get; private set; }

    /// <summary>Serves the connection to its end.</summary>
    public async Task RunAsync()
    {
        Greet();
        _transport.Features.Get<IConnectionHeartbeatFeature>()?.OnHeartbeat(static pulse => ((ConnectionPulse)pulse).Beat(), _pulse);
        var closing = _transport.Features.Get<IConnectionLifetimeNotificationFeature>()?.ConnectionClosedRequested ?? default;
        await using (closing.UnsafeRegister(static connection => ((Http2Connection)connection!).Close(), this).ConfigureAwait(false))
        {
            try
            {
                await ReadAsync().ConfigureAwait(false);
            }
            catch (Http2ConnectionException failure)
            {
                lock (Gate) Sender.AddGoAway(Streams.LastTakenId, failure.Error);
            }
            catch (Exception failure)
            {
                // The client is gone, as a rule; its calls are told below.
                if (failure is not (IOException or SocketException or ConnectionAbortedException or OperationCanceledException)) Report(failure);
            }

            await EndAsync().ConfigureAwait(false);
        }
    }

    /// <summary>Takes no more streams, and ends when those that are open have ended.</summary>
    public void Close()
    {
        lock (Gate)
        {
            if (_isClosing) return;
            _isClosing = true;
            Streams.StopTaking();
            Sender.AddGoAway(Streams.LastTakenId, Http2Error.None);
            if (Streams.IsIdle) WakeReader();
        }
    }

    /// <summary>The connection cannot be written to, for a reason that is not the client's.</summary>
    public void Abort(Exception failure)
    {
        Report(failure);
        _transport.Abort(new ConnectionAbortedException("The server failed.", failure));
    }

    /// <summary>Ends the connection; the client is told why.</summary>
    public void Fail(Http2Error error, string message)
    {
        _failure = new Http2ConnectionException(error, message);
        WakeReader();
    }

    public void Report(Exception failure) => _report(failure);

    /// <summary>The last stream has ended. Under the lock.</summary>
    public void BecameIdle()
    {
        _pulse.BecameIdle();
        if (_isClosing) WakeReader();
        if (_isOver) _idle.TrySetResult();
    }

    /// <summary>Counts what came; false if it is more than was allowed. Under the lock.</summary>
    public bool TryReceive(int bytes) => (_receiveWindow -= bytes) >= 0;

    /// <summary>A handler has read so much: the client may send as much more, and is told so when it is worth a frame.</summary>
    public void Credit(int bytes)
    {
        if (Interlocked.Add(ref _credit, bytes) < Http2Limits.WindowWorthTelling) return;
        lock (Gate) TellCredit();
    }

    /// <summary>As <see cref="Credit"/>, under the lock.</summary>
    public void CreditNow(int bytes)
    {
        if (bytes > 0 && Interlocked.Add(ref _credit, bytes) >= Http2Limits.WindowWorthTelling) TellCredit();
    }

    /// <summary>What the reader does then is not done here, where the lock may be held.</summary>
    private void WakeReader() => ThreadPool.UnsafeQueueUserWorkItem(static input => input.CancelPendingRead(), _input, preferLocal: false);

    private void Abort() => _transport.Abort(new ConnectionAbortedException("The client takes nothing."));

    private void TellCredit()
    {
        var credit = Interlocked.Exchange(ref _credit, 0);
        if (credit == 0 || _isOver) return;
        _receiveWindow += credit;
        Sender.AddWindowUpdate(0, credit);
    }

    private void Greet()
    {
        lock (Gate)
        {
            Sender.AddSettings(
            [
                (SettingId.MaxConcurrentStreams, _options.MaxConcurrentStreams),
                (SettingId.InitialWindowSize, Http2Limits.StreamWindow),
                (SettingId.MaxHeaderListSize, Http2Limits.HeaderBytes),
            ]);
            Sender.AddWindowUpdate(0, Http2Limits.ConnectionWindow - Http2Limits.InitialWindow);
        }
    }

    private async Task ReadAsync()
    {
        while (true)
        {
            var result = await _input.ReadAsync().ConfigureAwait(false);
            var buffer = result.Buffer;
            try
            {
                if (!buffer.IsEmpty) _pulse.Touch();
                TakeFrames(ref buffer);
                IsInHeaders = _receiver.IsInHeaders;
            }
            finally
            {
                _input.AdvanceTo(buffer.Start, buffer.End);
                Streams.BeginHandlers();
            }

            if (result.IsCompleted || (result.IsCanceled && IsDone())) return;
        }
    }

    private void TakeFrames(ref ReadOnlySequence<byte> buffer)
    {
        while (_receiver.TryTake(ref buffer))
            if (_failure is { } failure) throw failure;
    }

    private bool IsDone()
    {
        if (_failure is { } failure) throw failure;
        lock (Gate) return _isClosing && Streams.IsIdle;
    }

    /// <summary>Tells the handlers, waits until all have returned, and sends what is still to be sent.</summary>
    private async Task EndAsync()
    {
        lock (Gate)
        {
            _isOver = true;
            Streams.AbortAll();
            Sender.End();
            if (Streams.IsIdle) _idle.TrySetResult();
        }

        using var timeout = new CancellationTokenSource(LastWriteTimeout);
        await using (timeout.Token.UnsafeRegister(static connection => ((Http2Connection)connection!).Abort(), this).ConfigureAwait(false))
        {
            await Sender.Stopped.ConfigureAwait(false);
        }

        await _idle.Task.ConfigureAwait(false);
        // What could not be sent before is not tried again.
        await _transport.Transport.Output.CompleteAsync(Sender.Failure).ConfigureAwait(false);
        await _input.CompleteAsync().ConfigureAwait(false);
    }
}
