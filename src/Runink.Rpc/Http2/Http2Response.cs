using System.Globalization;
using System.IO.Pipelines;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Primitives;

namespace Runink.Rpc;

/// <summary>A response over HTTP/2, as ASP.NET sees responses. Not thread-safe.</summary>
internal sealed class Http2Response(Http2Stream stream, ResponseBody body)
    : IHttpResponseFeature, IHttpResponseBodyFeature, IHttpResponseTrailersFeature
{
    private readonly Http2Headers _headers = new();
    private readonly Http2Headers _trailers = new();
    private readonly List<(Func<object, Task> Callback, object State)> _starting = [];
    private readonly List<(Func<object, Task> Callback, object State)> _completed = [];
    private Stream? _stream;

    public int StatusCode { get; set; } = StatusCodes.Status200OK;

    /// <summary>HTTP/2 has none.</summary>
    public string? ReasonPhrase { get; set; }

    public IHeaderDictionary Headers { get; set; } = new Http2Headers();

    public IHeaderDictionary Trailers { get; set; } = new Http2Headers();

    public bool HasStarted { get; private set; }

    /// <summary>Whether somebody wants to be called before the response begins or after it has ended.</summary>
    public bool HasCallbacks => _starting.Count + _completed.Count > 0;

    public PipeWriter Writer => body;

    public Stream Stream => _stream ??= body.AsStream(leaveOpen: true);

    public Stream Body
    {
        get => Stream;
        set => _stream = value;
    }

    /// <summary>The block of headers that is still to be sent. Under the connection's lock, once <see cref="HasStarted"/>.</summary>
    public ByteBuffer Head { get; } = new();

    /// <summary>The block of trailers; empty if there are none.</summary>
    public ByteBuffer Tail { get; } = new();

    public void OnStarting(Func<object, Task> callback, object state)
    {
        if (HasStarted) throw new InvalidOperationException("the response has started");
        _starting.Add((callback, state));
    }

    public void OnCompleted(Func<object, Task> callback, object state) => _completed.Add((callback, state));

    public void DisableBuffering()
    {
        // Nothing is held back beyond a flush.
    }

    public async Task StartAsync(CancellationToken cancellationToken = default) =>
        await body.FlushAsync(cancellationToken).ConfigureAwait(false);

    public Task SendFileAsync(string path, long offset, long? count, CancellationToken cancellationToken = default) =>
        SendFileFallback.SendFileAsync(Stream, path, offset, count, cancellationToken);

    /// <summary>The stream ends the response when its handler has returned.</summary>
    public Task CompleteAsync() => StartAsync();

    /// <summary>Makes this ready for the next request.</summary>
    public void Begin()
    {
        StatusCode = StatusCodes.Status200OK;
        ReasonPhrase = null;
        _headers.Clear();
        _trailers.Clear();
        (Headers, Trailers) = (_headers, _trailers);
        _stream = null;
        HasStarted = false;
        _starting.Clear();
        _completed.Clear();
        Forget();
    }

    /// <summary>Nothing of this will be sent.</summary>
    public void Forget()
    {
        Head.Clear();
        Tail.Clear();
    }

    /// <summary>Calls those who want to change what the response begins with; the last comes first.</summary>
    public async Task CallStartingAsync()
    {
        while (_starting.Count > 0)
        {
            var (callback, state) = _starting[^1];
            _starting.RemoveAt(_starting.Count - 1);
            await callback(state).ConfigureAwait(false);
        }
    }

    /// <summary>Calls those who wait for the end. One that fails is reported, and changes nothing.</summary>
    public async Task CallCompletedAsync(Action<Exception> report)
    {
        while (_completed.Count > 0)
        {
            var (callback, state) = _completed[^1];
            _completed.RemoveAt(_completed.Count - 1);
            try
            {
                await callback(state).ConfigureAwait(false);
            }
            catch (Exception failure)
            {
                report(failure);
            }
        }
    }

    /// <summary>Writes the block of headers, once.</summary>
    public void Start()
    {
        if (HasStarted) return;
        // What is left of another attempt, whose headers could not be written.
        Head.Clear();
        HpackEncoder.WriteStatus(Head, StatusCode);
        // A clock is there, so a date is due (RFC 9110, section 6.6.1); clients of gRPC have no use for one.
        if (!stream.IsCall && !Headers.ContainsKey("date"))
            HpackEncoder.Write(Head, "date", DateTimeOffset.UtcNow.ToString("R", CultureInfo.InvariantCulture));
        Write(Headers, Head);
        HasStarted = true;
    }

    /// <summary>Writes the block of trailers.</summary>
    public void End()
    {
        Start();
        if (Trailers.Count > 0) Write(Trailers, Tail);
    }

    /// <summary>The handler failed before anything was sent.</summary>
    public void Fail(int status)
    {
        _headers.Clear();
        (Headers, StatusCode) = (_headers, status);
        body.Filling.Clear();
    }

    private static void Write(IHeaderDictionary fields, ByteBuffer block)
    {
        // Nearly always ours, which are gone through without a box.
        if (fields is Http2Headers own)
            foreach (var (name, values) in own) Write(name, values, block);
        else
            foreach (var (name, values) in fields) Write(name, values, block);
    }

    private static void Write(string name, StringValues values, ByteBuffer block)
    {
        // Of a connection, not of a message: HTTP/2 has other means for what these say (RFC 9113, section 8.2.2).
        if (RequestHead.IsOfConnection(name)) return;
        foreach (var value in values) HpackEncoder.Write(block, name, value ?? "");
    }
}
