using Runink.Rpc;

namespace Runink.Barn.Client;

/// <summary>Makes one attempt of a call. Fails as <see cref="RpcChannel"/> does.</summary>
internal delegate ValueTask<T> Attempt<T>(RpcChannel channel, CallTerms terms, CancellationToken cancellationToken);

/// <summary>
/// Calls to a cluster: to the endpoint that works, with the token that is valid, again where that is safe. Thread-safe.
/// </summary>
internal sealed class Cluster : IDisposable
{
    private readonly CancellationTokenSource _closed = new();
    private readonly ReadBalancer _balancer;
    private readonly HedgedReads _reads;

    public Cluster(BarnStoreOptions options)
    {
        Options = options;
        Endpoints = new EndpointRing(options);
        Credentials = new Credentials(options);
        Pauses = new Pauses(options);
        _balancer = new ReadBalancer(Endpoints.Channels, options);
        _reads = new HedgedReads(_balancer, options);
    }

    public BarnStoreOptions Options { get; }

    public EndpointRing Endpoints { get; }

    public Credentials Credentials { get; }

    public Pauses Pauses { get; }

    /// <summary>Cancelled when the store is let go.</summary>
    public CancellationToken Closed => _closed.Token;

    /// <summary>Calls a method with one request and one answer.</summary>
    /// <param name="method">The method.</param>
    /// <param name="request">The request.</param>
    /// <param name="isRepeatable">Whether the call does no harm when it is carried out twice.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="RpcException">The cluster's refusal.</exception>
    /// <exception cref="Store.StoreUnavailableException">No answer, within the store's patience.</exception>
    public ValueTask<TResponse> CallAsync<TRequest, TResponse>(
        RpcSignature<TRequest, TResponse> method, TRequest request, bool isRepeatable, CancellationToken cancellationToken) =>
        CallAsync(
            (channel, terms, token) => channel.CallAsync(method, request, terms.Single, token), isRepeatable, cancellationToken);

    /// <summary>As the other one, for calls of any shape.</summary>
    public ValueTask<T> CallAsync<T>(Attempt<T> attempt, bool isRepeatable, CancellationToken cancellationToken) =>
        CallAsync(attempt, isRepeatable, isBalanced: false, cancellationToken);

    /// <summary>Reads wherever an answer comes soonest; fails as <see cref="CallAsync{TRequest, TResponse}"/> does.</summary>
    public ValueTask<TResponse> ReadAsync<TRequest, TResponse>(
        RpcSignature<TRequest, TResponse> method, TRequest request, CancellationToken cancellationToken)
    {
        ValueTask<TResponse> AskAsync(RpcChannel channel, CallTerms terms, CancellationToken token) =>
            channel.CallAsync(method, request, terms.Single, token);
        return CallAsync(
            (channel, terms, token) => _reads.AskAsync(AskAsync, channel, terms, token), isRepeatable: true, isBalanced: true, cancellationToken);
    }

    /// <summary>An endpoint has failed: others are used.</summary>
    public void Leave(RpcChannel failed)
    {
        Endpoints.Leave(failed);
        _balancer.Failed(failed);
    }

    private async ValueTask<T> CallAsync<T>(Attempt<T> attempt, bool isRepeatable, bool isBalanced, CancellationToken cancellationToken)
    {
        ThrowIfClosed();
        cancellationToken.ThrowIfCancellationRequested();
        using var either = cancellationToken.CanBeCanceled
            ? CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, Closed)
            : null;
        var end = either?.Token ?? Closed;
        var attempts = new Attempts(this, Options.Patience);
        while (true)
        {
            var channel = isBalanced ? _balancer.Next() : Endpoints.Current;
            CallTerms? terms = null;
            try
            {
                terms = await Credentials.GetAsync(channel, end);
                return await attempt(channel, terms, end);
            }
            catch (OperationCanceledException cancelled)
            {
                ThrowIfClosed();
                throw new OperationCanceledException(cancelled.Message, cancelled, cancellationToken);
            }
            catch (RpcException failure)
            {
                await attempts.FailedAsync(channel, terms, failure, isRepeatable, cancellationToken);
            }
        }
    }

    public void ThrowIfClosed() => ObjectDisposedException.ThrowIf(_closed.IsCancellationRequested, typeof(BarnStore));

    public async ValueTask PauseAsync(TimeSpan time, CancellationToken cancellationToken)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, Closed);
        try
        {
            await Task.Delay(time, Options.Clock, either.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            ThrowIfClosed();
            throw;
        }
    }

    public void Dispose()
    {
        _closed.Cancel();
        Endpoints.Dispose();
        Credentials.Dispose();
    }
}
