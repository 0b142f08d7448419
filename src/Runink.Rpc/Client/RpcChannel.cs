using System.Net;
using System.Net.Sockets;

namespace Runink.Rpc;

/// <summary>
/// Calls to one server, over connections made when needed. Nothing is tried again and no other server is looked for: that is the
/// caller's, who
/// knows what may be done twice. Every failure is an <see cref="RpcException"/>, except that a caller who cancels gets
/// <see cref="OperationCanceledException"/>. Thread-safe.
/// </summary>
public sealed class RpcChannel : IDisposable
{
    private readonly HttpMessageInvoker _http;

    /// <summary>Makes a channel; it connects with the first call.</summary>
    /// <param name="options">To whom it speaks.</param>
    public RpcChannel(RpcChannelOptions options)
    {
        if (options.Address.Scheme != Uri.UriSchemeHttp && options.Address.Scheme != Uri.UriSchemeHttps)
            throw new ArgumentException($"{options.Address} is neither http nor https", nameof(options));
        Options = options;
        _http = new HttpMessageInvoker(Handler(options));
    }

    /// <summary>What the channel was made with.</summary>
    public RpcChannelOptions Options { get; }

    /// <summary>One request, one response.</summary>
    /// <exception cref="OperationCanceledException">The caller has cancelled; the token is the caller's.</exception>
    /// <exception cref="RpcException">The status of the server; Unavailable when there is no connection, or it was lost.</exception>
    public async ValueTask<TResponse> CallAsync<TRequest, TResponse>(
        RpcSignature<TRequest, TResponse> method, TRequest request, RpcCallOptions? options = null,
        CancellationToken cancellationToken = default)
    {
        var call = Start(method, request, options, cancellationToken);
        await using (call.ConfigureAwait(false))
        {
            return await call.ResponseAsync().ConfigureAwait(false);
        }
    }

    /// <summary>Starts a call with one request: for its metadata, or for the responses of a server that streams.</summary>
    public RpcClientCall<TRequest, TResponse> Start<TRequest, TResponse>(
        RpcSignature<TRequest, TResponse> method, TRequest request, RpcCallOptions? options = null,
        CancellationToken cancellationToken = default)
    {
        var encoder = Encoder(method, options);
        return Send(method, new SingleMessageContent<TRequest>(encoder, request), null, options, Life(options, cancellationToken));
    }

    /// <summary>
    /// Opens a call whose requests are streamed. Responses may be read at the same time, if the server streams them.
    /// </summary>
    public RpcClientCall<TRequest, TResponse> Open<TRequest, TResponse>(
        RpcSignature<TRequest, TResponse> method, RpcCallOptions? options = null, CancellationToken cancellationToken = default)
    {
        var content = new StreamedContent();
        var life = Life(options, cancellationToken);
        return Send(method, content, new ClientStreamWriter<TRequest>(content, Encoder(method, options), life), options, life);
    }

    /// <summary>Takes no more calls. Those under way go on; a connection is closed with the last of its calls.</summary>
    public void Dispose() => _http.Dispose();

    private static CallLife Life(RpcCallOptions? options, CancellationToken caller) => new(options?.Timeout, caller);

    private MessageEncoder<TRequest> Encoder<TRequest, TResponse>(
        RpcSignature<TRequest, TResponse> method, RpcCallOptions? options) =>
        new(method.Requests, Options.MaxSendBytes, options?.Compress ?? false);

    private RpcClientCall<TRequest, TResponse> Send<TRequest, TResponse>(
        RpcSignature<TRequest, TResponse> method, HttpContent content, ClientStreamWriter<TRequest>? writer,
        RpcCallOptions? options, CallLife life)
    {
        options ??= RpcCallOptions.Default;
        var request = new HttpRequestMessage(HttpMethod.Post, new Uri(Options.Address, method.Path))
        {
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            Content = content,
        };
        if (Options.Tls.ServerName is { } name) request.Headers.Host = name;
        RequestHeaders.Write(request, options);
        var response = SendAsync(request, writer, life);
        return new RpcClientCall<TRequest, TResponse>(response, life, method.Responses, Options.MaxReceiveBytes, writer);
    }

    private async Task<HttpResponseMessage> SendAsync<TRequest>(
        HttpRequestMessage request, ClientStreamWriter<TRequest>? writer, CallLife life)
    {
        try
        {
            return await _http.SendAsync(request, life.Token).ConfigureAwait(false);
        }
        catch (Exception failure)
        {
            // A writer that waits for a connection waits in vain.
            writer?.Fail(failure);
            throw;
        }
    }

    private static SocketsHttpHandler Handler(RpcChannelOptions options)
    {
        var handler = new SocketsHttpHandler
        {
            UseProxy = false,
            UseCookies = false,
            AllowAutoRedirect = false,
            ActivityHeadersPropagator = null,
            EnableMultipleHttp2Connections = true,
            ConnectTimeout = options.ConnectTimeout,
            KeepAlivePingTimeout = options.KeepAliveTimeout,
            KeepAlivePingPolicy = HttpKeepAlivePingPolicy.WithActiveRequests,
            SslOptions = options.Tls.Options(),
        };
        if (options.KeepAliveDelay is { } delay) handler.KeepAlivePingDelay = delay;
        if (options.EndPoint is { } endPoint)
            handler.ConnectCallback = (_, cancellationToken) => ConnectAsync(endPoint, cancellationToken);
        return handler;
    }

    private static async ValueTask<Stream> ConnectAsync(EndPoint endPoint, CancellationToken cancellationToken)
    {
        var protocol = endPoint is UnixDomainSocketEndPoint ? ProtocolType.Unspecified : ProtocolType.Tcp;
        var socket = new Socket(endPoint.AddressFamily, SocketType.Stream, protocol);
        try
        {
            if (protocol == ProtocolType.Tcp) socket.NoDelay = true;
            await socket.ConnectAsync(endPoint, cancellationToken).ConfigureAwait(false);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
