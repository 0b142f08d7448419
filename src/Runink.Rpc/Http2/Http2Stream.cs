using System.IO.Pipelines;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Runink.Rpc;

/// <summary>
/// One request and its response. The connection's thread brings the request, a handler answers on threads of the pool, and the sender
/// takes the answer: what more than one of them touches is guarded by the connection's lock. Used again for other requests.
/// </summary>
internal sealed class Http2Stream : IHttpRequestLifetimeFeature
{
    private readonly Http2Connection _connection;
    private readonly Action _finish;
    private CancellationTokenSource? _aborted;
    private CancellationToken? _replaced;
    private RpcCall? _call;
    private Task _serving = Task.CompletedTask;
    private int _unannounced;

    public Http2Stream(Http2Connection connection)
    {
        _connection = connection;
        _finish = Finish;
        RequestBody = new RequestBody(this);
        ResponseBody = new ResponseBody(this);
        Request = new Http2Request(RequestBody);
        Response = new Http2Response(this, ResponseBody);
        Features = new Http2Features(this, connection.Transport);
    }

    /// <summary>The connection's.</summary>
    public Lock Gate => _connection.Gate;

    public int Id { get; private set; }

    public Http2Features Features { get; private set; }

    public Http2Request Request { get; }

    public RequestBody RequestBody { get; }

    public Http2Response Response { get; }

    public ResponseBody ResponseBody { get; }

    /// <summary>Whether it is gRPC, as far as its first words say.</summary>
    public bool IsCall { get; private set; }

    /// <summary>The client has sent all. Under the lock.</summary>
    public bool IsRequestWhole { get; private set; }

    /// <summary>Either side has given the stream up. Under the lock.</summary>
    public bool IsReset { get; private set; }

    /// <summary>The handler has returned; its response is as long as it will be. Under the lock.</summary>
    public bool IsServed { get; set; }

    /// <summary>The head of the response may go out. Under the lock.</summary>
    public bool IsHeadReady { get; set; }

    /// <summary>It stands in the queue of the sender. Under the lock.</summary>
    public bool IsQueued { get; set; }

    /// <summary>Bytes that may be sent; below zero after the client has made all windows smaller. Under the lock.</summary>
    public int SendWindow { get; set; }

    /// <summary>Bytes that the client may send. Under the lock.</summary>
    public int ReceiveWindow { get; set; }

    /// <summary>Bytes of the body that came. Under the lock.</summary>
    public long Arrived { get; set; }

    /// <summary>Those of them that the handler may read. Under the lock.</summary>
    public long Received { get; set; }

    /// <summary>Bytes of the body for which the connection's window was given back.</summary>
    public long Credited { get; private set; }

    public CancellationToken RequestAborted
    {
        get
        {
            if (_replaced is { } other) return other;
            bool isNew, isReset;
            lock (Gate)
            {
                (isNew, isReset) = (_aborted is null, IsReset);
                _aborted ??= new CancellationTokenSource();
            }

            // Nobody has registered with a new one; one that was there before is cancelled by who aborts.
            if (isNew && isReset) Cancel();
            return _aborted.Token;
        }
        set => _replaced = value;
    }

    /// <summary>Makes this a new stream, whose request has been read into <see cref="Request"/>.</summary>
    public void Open(int id, int sendWindow)
    {
        Id = id;
        SendWindow = sendWindow;
        ReceiveWindow = Http2Limits.StreamWindow;
        Arrived = Received = Credited = 0;
        IsRequestWhole = IsReset = IsServed = IsHeadReady = IsQueued = false;
        IsCall = RpcContent.IsGrpc(Request.Headers.ContentType);
        _aborted = null;
        _replaced = null;
        _unannounced = 0;
        RequestBody.Reset();
        ResponseBody.Reset();
        Response.Begin();
        if (Features.IsChanged) Features = new Http2Features(this, _connection.Transport);
        Features.Begin();
    }

    /// <summary>The client has sent all. False: it is not as long as was said. Under the lock.</summary>
    public bool EndRequest()
    {
        IsRequestWhole = true;
        return Request.ContentLength is not { } length || length == Arrived;
    }

    /// <summary>Serves the request: on a thread of the pool.</summary>
    public void Serve()
    {
        try
        {
            _call = _connection.Application.CreateContext(Features);
            _serving = _connection.Application.ProcessRequestAsync(_call) ?? throw new InvalidOperationException("the application returned no task");
        }
        catch (Exception failure)
        {
            _serving = Task.FromException(failure);
        }

        if (_serving.IsCompleted) Finish();
        else _serving.ConfigureAwait(false).GetAwaiter().UnsafeOnCompleted(_finish);
    }

    /// <summary>Hands over what the handler has written.</summary>
    public ValueTask<FlushResult> FlushAsync(CancellationToken cancellationToken)
    {
        if (Response.HasCallbacks && !Response.HasStarted) return FlushAfterCallbacksAsync(cancellationToken);
        Response.Start();
        if (IsBodyless) ResponseBody.Filling.Clear();
        ValueTask<FlushResult> waiting;
        lock (Gate)
        {
            IsHeadReady = true;
            if (ResponseBody.TryHandOver() is { } done)
            {
                // A stream that is over, or ends by itself, has nothing to hand over.
                if (!done.IsCompleted) _connection.Sender.Enqueue(this);
                return new ValueTask<FlushResult>(done);
            }

            waiting = ResponseBody.WaitAsync();
        }

        ResponseBody.Watch(cancellationToken);
        return waiting;
    }

    /// <summary>The handler has seen the body up to here.</summary>
    public void Seen(long total)
    {
        var bytes = (int)(total - Credited);
        if (bytes <= 0) return;
        Credited = total;
        _connection.Credit(bytes);
        if (IsRequestWhole) return;
        lock (Gate) Widen(bytes);
    }

    /// <summary>The client may send so much more, and is told so when it is worth a frame. Under the lock.</summary>
    public void Widen(int bytes)
    {
        _unannounced += bytes;
        if (_unannounced < Http2Limits.StreamWindow / 2 || IsReset || IsRequestWhole) return;
        ReceiveWindow += _unannounced;
        _connection.Sender.AddWindowUpdate(Id, _unannounced);
        _unannounced = 0;
    }

    /// <summary>Either side gives the stream up: the handler is told, and nothing more is sent. Under the lock.</summary>
    public void Abort()
    {
        if (IsReset) return;
        IsReset = true;
        RequestBody.End(new ConnectionAbortedException("The client reset the request stream."));
        ResponseBody.Abort();
        if (IsServed) Drop();
        _connection.Sender.Forget(this);
        // Whoever waits for the token does not run under the lock.
        if (_aborted is not null) ThreadPool.UnsafeQueueUserWorkItem(static stream => stream.Cancel(), this, preferLocal: false);
    }

    /// <summary>Nothing of a response that is whole will be sent. Under the lock.</summary>
    public void Drop()
    {
        ResponseBody.Reset();
        Response.Forget();
    }

    void IHttpRequestLifetimeFeature.Abort() => _connection.Streams.Reset(this, Http2Error.Cancel);

    private bool IsBodyless => HttpMethods.IsHead(Request.Method)
        || Response.StatusCode is StatusCodes.Status204NoContent or StatusCodes.Status304NotModified;

    private void Cancel()
    {
        try
        {
            _aborted!.Cancel();
        }
        catch (AggregateException failure)
        {
            // Of those who were told, one failed: nobody else's business than the log's.
            _connection.Report(failure);
        }
    }

    private async ValueTask<FlushResult> FlushAfterCallbacksAsync(CancellationToken cancellationToken)
    {
        await Response.CallStartingAsync().ConfigureAwait(false);
        Response.Start();
        return await FlushAsync(cancellationToken).ConfigureAwait(false);
    }

    private void Finish()
    {
        if (Response.HasCallbacks) _ = FinishAfterCallbacksAsync();
        else End(FailureOf(_serving));
    }

    private async Task FinishAfterCallbacksAsync()
    {
        var failure = FailureOf(_serving);
        try
        {
            if (!Response.HasStarted && failure is null) await Response.CallStartingAsync().ConfigureAwait(false);
        }
        catch (Exception thrown)
        {
            failure = thrown;
        }

        await Response.CallCompletedAsync(_connection.Report).ConfigureAwait(false);

        End(failure);
    }

    private static Exception? FailureOf(Task task) =>
        task.IsCompletedSuccessfully ? null : task.Exception?.InnerException ?? new OperationCanceledException();

    private void End(Exception? failure)
    {
        if (_call is not null) _connection.Application.DisposeContext(_call, failure);
        _serving = Task.CompletedTask;
        RequestBody.Stop();
        if (failure is not null) failure = Answer(failure);
        try
        {
            Response.End();
            if (IsBodyless) ResponseBody.Filling.Clear();
        }
        catch (Exception malformed)
        {
            failure ??= malformed;
        }

        _connection.Streams.Served(this, failure is not null);
    }

    /// <summary>A failure that can still be said in a status is one the client has heard of.</summary>
    private Exception? Answer(Exception failure)
    {
        if (failure is not BadHttpRequestException && !IsReset) _connection.Report(failure);
        if (Response.HasStarted) return failure;
        Response.Fail((failure as BadHttpRequestException)?.StatusCode ?? StatusCodes.Status500InternalServerError);
        return null;
    }
}
