namespace Runink.Rpc;

/// <summary>
/// A call under way. Requests and responses go their ways independently, each used by one at a time. Disposing of the call
/// cancels it if it has not
/// ended: dispose of every call.
/// </summary>
/// <typeparam name="TRequest">The type of the requests.</typeparam>
/// <typeparam name="TResponse">The type of the responses.</typeparam>
public sealed class RpcClientCall<TRequest, TResponse> : IAsyncDisposable
{
    private readonly Task<HttpResponseMessage> _response;
    private readonly CallLife _life;
    private readonly ClientStreamWriter<TRequest>? _writer;
    private readonly ClientStreamReader<TRequest, TResponse> _reader;

    internal RpcClientCall(
        Task<HttpResponseMessage> response, CallLife life, IMessageReader<TResponse> responses, int maxReceiveBytes,
        ClientStreamWriter<TRequest>? writer)
    {
        _response = response;
        _life = life;
        _writer = writer;
        _reader = new ClientStreamReader<TRequest, TResponse>(this, responses, maxReceiveBytes);
        life.Token.UnsafeRegister(static call => ((RpcClientCall<TRequest, TResponse>)call!).Abort(), this);
    }

    /// <summary>The requests of a call that streams them.</summary>
    public RpcStreamWriter<TRequest> Requests =>
        _writer ?? throw new InvalidOperationException("the call was started with its only request");

    /// <summary>The responses; after the last one, the status: <see cref="RpcException"/> unless it is OK.</summary>
    public RpcStreamReader<TResponse> Responses => _reader;

    /// <summary>The metadata that came with the status; empty before <see cref="Responses"/> were read to their end.</summary>
    public RpcMetadata Trailers { get; internal set; } = [];

    internal CallLife Life => _life;

    /// <summary>Says that no more requests follow.</summary>
    public ValueTask CompleteAsync() =>
        (_writer ?? throw new InvalidOperationException("the call was started with its only request")).CompleteAsync();

    /// <summary>Waits for the metadata that the server sent ahead of its first response.</summary>
    public async ValueTask<RpcMetadata> HeadersAsync() =>
        ResponseStatus.Metadata((await HeadAsync().ConfigureAwait(false)).Headers);

    /// <summary>Reads the one response of a server that does not stream, and the status.</summary>
    public async ValueTask<TResponse> ResponseAsync()
    {
        if (!await _reader.MoveNextAsync().ConfigureAwait(false)) throw RpcErrors.NoMessage("response");
        var response = _reader.Current;
        return await _reader.MoveNextAsync().ConfigureAwait(false) ? throw RpcErrors.ManyMessages("response") : response;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _life.Dispose();
        await _reader.CloseAsync().ConfigureAwait(false);
        try
        {
            (await _response.ConfigureAwait(false)).Dispose();
        }
        catch (Exception failure)
            when (failure is HttpRequestException or OperationCanceledException or IOException or ObjectDisposedException)
        {
            // Whoever read the responses was told; who did not, does not want to know.
        }
    }

    internal async ValueTask<HttpResponseMessage> HeadAsync()
    {
        try
        {
            return await _response.ConfigureAwait(false);
        }
        catch (Exception failure)
        {
            throw _life.Translate(failure);
        }
    }

    /// <summary>
    /// HTTP heeds the token only until the response begins; from then on the stream must be taken away from it.
    /// </summary>
    private void Abort()
    {
        _writer?.Abandon();
        if (_response.IsCompletedSuccessfully) _response.Result.Dispose();
    }
}
