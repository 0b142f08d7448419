using Runink.Protocol;
using Runink.Rpc;

namespace Runink.Barn.Client;

/// <summary>
/// The metadata of calls: the user's token, fetched when there is none, and that a member without a leader shall say so.
/// </summary>
internal sealed class Credentials(BarnStoreOptions options) : IDisposable
{
    private readonly SemaphoreSlim _gate = new(1, 1);
    private CallTerms? _terms = options.User is null ? CallTerms.Of(null, options.CallTimeout) : null;

    /// <summary>What to make the next call with. Fails as <see cref="RpcChannel"/> does.</summary>
    public async ValueTask<CallTerms> GetAsync(RpcChannel channel, CancellationToken cancellationToken)
    {
        if (Volatile.Read(ref _terms) is { } known) return known;
        await _gate.WaitAsync(cancellationToken);
        try
        {
            if (_terms is { } fetched) return fetched;
            var terms = CallTerms.Of(await AuthenticateAsync(channel, cancellationToken), options.CallTimeout);
            Volatile.Write(ref _terms, terms);
            return terms;
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <summary>
    /// Forgets a token that the cluster did not take, unless a newer one was fetched meanwhile. Without a user there is none.
    /// </summary>
    public bool Forget(CallTerms stale)
    {
        if (options.User is null) return false;
        Interlocked.CompareExchange(ref _terms, null, stale);
        return true;
    }

    public void Dispose() => _gate.Dispose();

    private async ValueTask<string?> AuthenticateAsync(RpcChannel channel, CancellationToken cancellationToken)
    {
        var request = new AuthenticateRequest { Name = options.User!.Name, Password = options.User.Password };
        var withoutToken = CallTerms.Of(null, options.CallTimeout);
        try
        {
            return (await channel.CallAsync(EtcdMethods.Authenticate, request, withoutToken.Single, cancellationToken)).Token;
        }
        catch (RpcException failure) when (string.Equals(failure.Message, EtcdErrors.NoAuthentication, StringComparison.Ordinal))
        {
            // Everybody may do everything, so this user may too, until a call is refused for want of a token.
            return null;
        }
    }
}
