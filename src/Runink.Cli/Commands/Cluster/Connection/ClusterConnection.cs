using Runink.Protocol;
using Runink.Rpc;

namespace Runink.Cli.Commands.Cluster.Connection;

/// <summary>
/// Calls to a cluster over the etcd API. A call goes to the endpoint that answered last, and to the next one only if it certainly
/// was not carried out: the connection was refused, or could not be made. Not thread-safe.
/// </summary>
internal sealed class ClusterConnection : IDisposable
{
    private readonly List<RpcChannel> _channels;
    private readonly RpcClientTls _tls;
    private int _current;
    private string? _token;

    /// <param name="endpoints">Where the cluster is.</param>
    /// <param name="tls">How it is known.</param>
    /// <param name="login">On whose behalf.</param>
    /// <param name="timeLimit">How long an answer may take.</param>
    /// <param name="group">Of which group calls are made; null: the platform's.</param>
    public ClusterConnection(
        IReadOnlyList<Uri> endpoints, RpcClientTls tls, (string User, string Password)? login, TimeSpan timeLimit, string? group = null)
    {
        (_tls, Login, Group) = (tls, login, group);
        TimeLimit = timeLimit;
        _channels = [.. endpoints.Select(ChannelTo)];
    }

    /// <summary>Of which group calls are made from now on; null: of the platform's.</summary>
    public string? Group { get; set; }

    /// <summary>How long an answer may take.</summary>
    public TimeSpan TimeLimit { get; }

    /// <summary>Whom to log in as; null for nobody, or for whom the certificate names.</summary>
    public (string User, string Password)? Login
    {
        get;
        set => (field, _token) = (value, null);
    }

    /// <summary>How many endpoints there are.</summary>
    public int EndpointCount => _channels.Count;

    /// <summary>The endpoint in use.</summary>
    public Uri Endpoint => _channels[_current].Options.Address;

    /// <summary>One request and its answer.</summary>
    public async Task<TResponse> CallAsync<TRequest, TResponse>(
        RpcSignature<TRequest, TResponse> method, TRequest request, CancellationToken cancellation)
    {
        for (var tries = 1; ; tries++)
        {
            try
            {
                return await CallOnceAsync(method, request, cancellation);
            }
            catch (RpcException e) when (tries < _channels.Count && RpcFailures.NeverArrived(e))
            {
                _current = (_current + 1) % _channels.Count;
            }
        }
    }

    /// <summary>One request to one endpoint, and its answer; an endpoint that was not known belongs to the cluster from now on.</summary>
    public Task<TResponse> CallAtAsync<TRequest, TResponse>(
        Uri endpoint, RpcSignature<TRequest, TResponse> method, TRequest request, CancellationToken cancellation)
    {
        if (!_channels.Exists(channel => channel.Options.Address == endpoint)) _channels.Add(ChannelTo(endpoint));
        _current = _channels.FindIndex(channel => channel.Options.Address == endpoint);
        return CallOnceAsync(method, request, cancellation);
    }

    /// <summary>Starts a call whose server streams, without a time limit; call <see cref="CallAsync"/> before, to find an endpoint.</summary>
    public async Task<RpcClientCall<TRequest, TResponse>> StartAsync<TRequest, TResponse>(
        RpcSignature<TRequest, TResponse> method, TRequest request, CancellationToken cancellation) =>
        _channels[_current].Start(method, request, await OptionsAsync(null, cancellation), cancellation);

    /// <summary>Starts a call in which both sides stream, without a time limit.</summary>
    public async Task<RpcClientCall<TRequest, TResponse>> StartAsync<TRequest, TResponse>(
        RpcSignature<TRequest, TResponse> method, CancellationToken cancellation)
    {
        var options = await OptionsAsync(null, cancellation);
        // A member without a leader hears of no change: a watch is not to stand still there.
        if (ReferenceEquals(method, EtcdCalls.Watch)) options.Headers!.Add("hasleader", "true");
        return _channels[_current].Open(method, options, cancellation);
    }

    /// <summary>Goes on with the next endpoint.</summary>
    public void Turn() => (_current, _token) = ((_current + 1) % _channels.Count, null);

    /// <inheritdoc/>
    public void Dispose() => _channels.ForEach(channel => channel.Dispose());

    // Where nobody answers at all, connecting must fail before the call's own time is over: only so it is known that nothing was sent.
    private RpcChannel ChannelTo(Uri endpoint) =>
        new(new() { Address = endpoint, Tls = _tls, MaxReceiveBytes = int.MaxValue, ConnectTimeout = TimeLimit / 2 });

    private async Task<TResponse> CallOnceAsync<TRequest, TResponse>(
        RpcSignature<TRequest, TResponse> method, TRequest request, CancellationToken cancellation)
    {
        var options = await OptionsAsync(TimeLimit, cancellation);
        try
        {
            return await _channels[_current].CallAsync(method, request, options, cancellation);
        }
        catch (RpcException e) when (e.Code == RpcCode.Unauthenticated && _token is not null)
        {
            // Tokens end, and a restarted server knows none. The call was refused before it did anything.
            _token = null;
            options = await OptionsAsync(TimeLimit, cancellation);
            return await _channels[_current].CallAsync(method, request, options, cancellation);
        }
    }

    private async Task<RpcCallOptions> OptionsAsync(TimeSpan? limit, CancellationToken cancellation)
    {
        var headers = new RpcMetadata();
        if (Group is not null) headers.Add("runink-group", Group);
        if (Login is not { } login) return new() { Timeout = limit, Headers = headers };
        if (_token is null)
        {
            var request = new AuthenticateRequest { Name = login.User, Password = login.Password };
            var answer = await _channels[_current].CallAsync(EtcdCalls.Authenticate, request, new() { Timeout = TimeLimit }, cancellation);
            _token = answer.Token;
        }

        headers.Add("token", _token);
        return new() { Timeout = limit, Headers = headers };
    }
}
