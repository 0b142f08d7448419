using Microsoft.AspNetCore.Http;
using Runink.Protocol;
using Runink.Rpc;

namespace Runink.Barn;

/// <summary>What all services share: the node, the header of answers, and who calls. Thread-safe.</summary>
internal sealed class EtcdContext(BarnNode node, EtcdOptions options, TimeProvider time, ClusterControl cluster)
{
    private const string TokenKey = "token";
    private const string AuthorizationKey = "authorization";
    private const string RequireLeaderKey = "hasleader";

    public BarnNode Node => node;

    public ClusterControl Cluster => cluster;

    public EtcdOptions Options => options;

    public TimeProvider Time => time;

    public AuthTokens Tokens { get; } = new(options, node.Options.ClusterId, time);

    public Passwords Passwords { get; } = new(options.PasswordIterations);

    public ReplyHeader Header(long revision) =>
        new(node.Options.ClusterId, node.Options.MemberId, revision, (ulong)node.Status.Term.Value);

    public ResponseHeader HeaderMessage(long revision) => Header(revision).ToMessage();

    /// <summary>Headed by the revision of now.</summary>
    public ResponseHeader HeaderMessage() => HeaderMessage(node.View.Revision);

    /// <summary>Who calls for what the state says, or wants to change it.</summary>
    /// <exception cref="RpcException">
    /// The token is not valid, the client wants a leader and there is none, or this member holds another state than the others.
    /// </exception>
    public Caller Identify(RpcCall call)
    {
        ThrowIfCorrupt();
        return IdentifyOperator(call);
    }

    /// <summary>Who calls to look after the cluster, which goes on also where the state is not to be relied on.</summary>
    /// <exception cref="RpcException">The token is not valid, or the client wants a leader and there is none.</exception>
    public Caller IdentifyOperator(RpcCall call)
    {
        // Both questions are rare, and the metadata need not be read for the answer to most calls.
        if (node.Status.Leader == 0 && call.RequestHeaders[RequireLeaderKey] == "true") throw KvErrors.NoLeader.ToException();
        var auth = node.View.Auth;
        if (!auth.Enabled) return default;
        var token = call.RequestHeaders[TokenKey] ?? call.RequestHeaders[AuthorizationKey];
        if (token is not null) return Identify(auth, token);
        if (!options.ClientCertificateAuth || call.ClientCertificate is not { } certificate) return default;
        // Without a common name it is nobody's, which is another answer than that nobody was named.
        return new Caller(CertificateUser.Of(certificate) ?? "", auth.Revision);
    }

    /// <summary>Who calls over the JSON gateway, where only tokens count.</summary>
    /// <exception cref="RpcException">The token is not valid, or this member holds another state than the others.</exception>
    public Caller Identify(HttpContext http)
    {
        ThrowIfCorrupt();
        var auth = node.View.Auth;
        if (!auth.Enabled || (string?)http.Request.Headers.Authorization is not { } token) return default;
        return Identify(auth, token);
    }

    /// <summary>Throws when it is known that this member holds another state than the others.</summary>
    public void ThrowIfCorrupt()
    {
        if (node.View.IsCorrupt(node.Options.MemberId)) throw KvErrors.Corrupt.ToException();
    }

    /// <summary>Proposes a command on behalf of a caller.</summary>
    /// <exception cref="RpcException">It was refused.</exception>
    public async ValueTask<KvResult> ProposeAsync(KvCommand command, Caller caller)
    {
        var result = await node.ProposeAsync(command, caller.User, caller.AuthRevision).ConfigureAwait(false);
        EtcdErrors.ThrowIfError(result.Error);
        return result;
    }

    /// <summary>A state that holds everything acknowledged so far.</summary>
    /// <exception cref="RpcException">There is no leader.</exception>
    public async ValueTask<KvView> ReadAsync()
    {
        try
        {
            return await node.ReadAsync().ConfigureAwait(false);
        }
        catch (KvErrorException refused)
        {
            throw refused.Error.ToException();
        }
    }

    private Caller Identify(KvAuth auth, string token) => Tokens.Find(token, auth) is { } user
        ? new Caller(user, auth.Revision)
        : throw KvErrors.InvalidAuthToken.ToException();
}
