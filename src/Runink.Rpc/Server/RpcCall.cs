using System.IO.Pipelines;
using System.Net;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Runink.Rpc;

/// <summary>
/// A call, as its handler sees it. It belongs to the handler until that returns and is used again for another call afterwards:
/// never keep it.
/// Not thread-safe, but for <see cref="CancellationToken"/> once it was read.
/// </summary>
public sealed class RpcCall
{
    private readonly CallFeatures _http;
    private RpcMetadata? _requestHeaders;
    private RpcMetadata? _responseHeaders;
    private RpcMetadata? _responseTrailers;
    private CancellationTokenSource? _deadlineSource;
    private CancellationToken? _token;
    private long _deadline;
    private bool _hasDeadline;
    private bool _compresses;
    private bool _headersAreSet;

    internal RpcCall(IFeatureCollection features, RpcServerOptions limits)
    {
        _http = new CallFeatures(features);
        Limits = limits;
    }

    /// <summary>The path of the call: <c>/package.Service/Method</c>.</summary>
    public string Path => _http.Request.Path;

    /// <summary>The metadata that came with the call.</summary>
    public RpcMetadata RequestHeaders => _requestHeaders ??= MetadataHeaders.Read(_http.Request.Headers);

    /// <summary>One text of the metadata that came with the call, or null: cheaper than reading all of it.</summary>
    public string? RequestHeader(string name) => _requestHeaders is { } read ? read[name] : (string?)_http.Request.Headers[name];

    /// <summary>Metadata to send ahead of the first message. What is added after the first flush does not arrive.</summary>
    public RpcMetadata ResponseHeaders => _responseHeaders ??= [];

    /// <summary>Metadata to send with the status, also if the call fails.</summary>
    public RpcMetadata ResponseTrailers => _responseTrailers ??= [];

    /// <summary>How long the client will still wait, never below zero; null: without end.</summary>
    public TimeSpan? TimeLeft =>
        _hasDeadline ? TimeSpan.FromMilliseconds(Math.Max(0, _deadline - Environment.TickCount64)) : null;

    /// <summary>
    /// Cancelled when the client cancels, disconnects or its deadline passes. Made when first read: a handler that answers at
    /// once should leave it alone.
    /// </summary>
    public CancellationToken CancellationToken => _token ??= MakeToken();

    /// <summary>Who calls; null over a unix socket.</summary>
    public EndPoint? RemoteEndPoint =>
        _http.Connection.RemoteIpAddress is { } address ? new IPEndPoint(address, _http.Connection.RemotePort) : null;

    /// <summary>The certificate that the client showed, which was found valid; null if none.</summary>
    public X509Certificate2? ClientCertificate => _http.Features.Get<ITlsConnectionFeature>()?.ClientCertificate;

    /// <summary>
    /// Ends a read of requests that is under way, or the next one, with <see cref="OperationCanceledException"/>: for a handler
    /// that fails in one place while it reads in another. For any thread, as long as the handler runs.
    /// </summary>
    public void StopReading() => Input.CancelPendingRead();

    internal RpcServerOptions Limits { get; }

    internal CallFeatures Http => _http;

    internal PipeReader Input => _http.RequestBody.Reader;

    /// <summary>The response's body. Reading this makes it a response that has one.</summary>
    internal PipeWriter Output
    {
        get
        {
            if (!_headersAreSet) SetResponseHeaders();
            return _http.ResponseBody.Writer;
        }
    }

    internal MessageDecoder<T> Decoder<T>(IMessageReader<T> messages) =>
        new(messages, Limits.MaxReceiveBytes, _compresses, "request", Limits.Traffic);

    internal MessageEncoder<T> Encoder<T>(IMessageWriter<T> messages) => new(messages, Limits.MaxSendBytes, _compresses, Limits.Traffic);

    /// <summary>Reads the headers that the runtime itself obeys.</summary>
    internal void Begin()
    {
        var headers = _http.Request.Headers;
        string? encoding = headers.GrpcEncoding;
        if (encoding is not null and not Gzip.Identity)
        {
            if (encoding != Gzip.Name)
            {
                _http.Response.Headers.GrpcAcceptEncoding = Gzip.Accepted;
                throw RpcErrors.UnknownEncoding(encoding);
            }

            // As grpc-go does: answers are compressed as requests are.
            _compresses = true;
        }

        if ((string?)headers.GrpcTimeout is not { } text) return;
        if (!RpcTimeout.TryParse(text, out var timeout)) throw RpcErrors.MalformedTimeout(text);
        if (timeout <= TimeSpan.Zero) throw RpcErrors.DeadlineExceeded();
        _hasDeadline = true;
        _deadline = Environment.TickCount64 + (long)Math.Ceiling(timeout.TotalMilliseconds);
    }

    /// <summary>Ends the call with its status.</summary>
    internal void End(RpcCode code, string message, RpcMetadata? trailers)
    {
        if (code == RpcCode.Ok && !_headersAreSet) SetResponseHeaders();
        IHeaderDictionary target;
        if (_headersAreSet)
        {
            target = _http.Trailers.Trailers;
        }
        else
        {
            // Nothing was sent: one frame of headers is the whole response.
            SetResponseHeaders();
            target = _http.Response.Headers;
        }

        target.GrpcStatus = StatusText.Of(code);
        if (message.Length > 0) target.GrpcMessage = PercentEncoding.Encode(message);
        if (_responseTrailers is not null) MetadataHeaders.Write(_responseTrailers, target);
        if (trailers is not null) MetadataHeaders.Write(trailers, target);
    }

    /// <summary>Whether the deadline is why the call was cancelled.</summary>
    internal bool IsPastDeadline => _hasDeadline && Environment.TickCount64 >= _deadline;

    internal async ValueTask<ReadResult> ReadInputAsync()
    {
        try
        {
            var result = await Input.ReadAsync(_hasDeadline ? CancellationToken : _token ?? default).ConfigureAwait(false);
            return result.IsCanceled ? throw new OperationCanceledException("the handler reads no more") : result;
        }
        catch (Exception failure) when (IsGone(failure))
        {
            throw new ClientGoneException(failure);
        }
    }

    internal bool TryReadInput(out ReadResult result)
    {
        try
        {
            return Input.TryRead(out result);
        }
        catch (Exception failure) when (IsGone(failure))
        {
            throw new ClientGoneException(failure);
        }
    }

    /// <summary>Gives back what was read; that, too, may be how the end of the client is noticed.</summary>
    internal void AdvanceInput(SequencePosition consumed, SequencePosition examined)
    {
        try
        {
            Input.AdvanceTo(consumed, examined);
        }
        catch (Exception failure) when (IsGone(failure))
        {
            throw new ClientGoneException(failure);
        }
    }

    private static bool IsGone(Exception failure) => failure is IOException or ConnectionAbortedException;

    /// <summary>For calls that read and write at once: both then find the token made.</summary>
    internal void MakeTokenEarly() => _token ??= MakeToken();

    /// <summary>Makes this ready for the next call.</summary>
    internal void Reset()
    {
        _requestHeaders = _responseHeaders = _responseTrailers = null;
        _deadlineSource?.Dispose();
        _deadlineSource = null;
        _token = null;
        _hasDeadline = _compresses = _headersAreSet = false;
    }

    private CancellationToken MakeToken()
    {
        var aborted = _http.Lifetime.RequestAborted;
        if (!_hasDeadline) return aborted;
        _deadlineSource = CancellationTokenSource.CreateLinkedTokenSource(aborted);
        // Timers count 32 bits of milliseconds; a later deadline is none for a handler.
        _deadlineSource.CancelAfter(TimeSpan.FromMilliseconds(Math.Clamp(_deadline - Environment.TickCount64, 0, int.MaxValue)));
        return _deadlineSource.Token;
    }

    private void SetResponseHeaders()
    {
        _headersAreSet = true;
        var headers = _http.Response.Headers;
        headers.ContentType = RpcContent.Type;
        if (_compresses) headers.GrpcEncoding = Gzip.Name;
        if (_responseHeaders is not null) MetadataHeaders.Write(_responseHeaders, headers);
    }
}
