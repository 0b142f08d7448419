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

    /// <summary>The metadata that names a group.</summary>
    private const string GroupKey = "runink-group";

    public BarnNode Node => node;

    public ClusterControl Cluster => cluster;

    public EtcdOptions Options => options;

    public TimeProvider Time => time;

    public AuthTokens Tokens { get; } = new(options, node.Options.ClusterId, time);

    /// <summary>What watches take.</summary>
    public ByteBudget WatchBytes { get; } = new(options.MaxWatchBytes);

    public Passwords Passwords { get; } = new(options.PasswordIterations);

    /// <summary>The header of an answer about a group.</summary>
    public ReplyHeader Header(BarnGroup group, long revision) =>
        new(node.Options.ClusterId, node.Options.MemberId, revision, (ulong)group.Status.Term.Value);

    public ResponseHeader HeaderMessage(BarnGroup group, long revision) => Header(group, revision).ToMessage();

    /// <summary>The header of an answer about the platform's group.</summary>
    public ResponseHeader HeaderMessage(long revision) => HeaderMessage(node.System, revision);

    /// <summary>Headed by the revision of now.</summary>
    public ResponseHeader HeaderMessage() => HeaderMessage(node.View.Revision);

    /// <summary>The group that the call is made of, or that of the platform if it is no more.</summary>
    public BarnGroup GroupOf(RpcCall call) => call.RequestHeader(GroupKey) is { } name ? node.FindGroup(name) ?? node.System : node.System;

    /// <summary>The group that the call is made of.</summary>
    /// <exception cref="RpcException">There is no such group, or it is not here yet.</exception>
    public BarnGroup Required(RpcCall call) => Required(call.RequestHeader(GroupKey));

    /// <summary>Who calls for what the state of a group says, or wants to change it.</summary>
    /// <exception cref="RpcException">
    /// There is no such group, the token is not valid, the user may not use the group, the client wants a leader and there is none, or
    /// this member holds another state than the others.
    /// </exception>
    public Caller Identify(RpcCall call)
    {
        var group = Required(call);
        ThrowIfCorrupt(group);
        return Identify(call, group);
    }

    /// <summary>Who calls what is served for the platform's group only.</summary>
    /// <exception cref="RpcException">The call is made of another group, or else as in <see cref="Identify(RpcCall)"/>.</exception>
    public Caller IdentifySystem(RpcCall call) => RequireSystem(Identify(call));

    /// <summary>Who calls to look after the cluster or a group, which goes on also where the state is not to be relied on.</summary>
    /// <exception cref="RpcException">
    /// There is no such group, the token is not valid, the user may not use the group, or the client wants a leader and there is none.
    /// </exception>
    public Caller IdentifyOperator(RpcCall call) => Identify(call, Required(call));

    /// <summary>Who calls to look after the cluster as a whole.</summary>
    /// <exception cref="RpcException">
    /// The call is made of another group than the platform's, or else as in <see cref="IdentifyOperator"/>.
    /// </exception>
    public Caller IdentifySystemOperator(RpcCall call) => RequireSystem(IdentifyOperator(call));

    /// <summary>Who calls over the JSON gateway, where only tokens count.</summary>
    /// <exception cref="RpcException">
    /// There is no such group, the token is not valid, the user may not use the group, or this member holds another state than the others.
    /// </exception>
    public Caller Identify(HttpContext http)
    {
        var group = Required(http.Request.Headers[GroupKey]);
        ThrowIfCorrupt(group);
        var auth = node.View.Auth;
        if (!auth.Enabled) return new Caller(group);
        return Admit(auth, group, (string?)http.Request.Headers.Authorization is { } token ? FindUser(auth, token) : null);
    }

    /// <summary>Throws when it is known that this member holds another state of a group than the others.</summary>
    public void ThrowIfCorrupt(BarnGroup group)
    {
        if (group.View.IsCorrupt(node.Options.MemberId)) throw KvErrors.Corrupt.ToException();
    }

    /// <summary>Proposes a command on behalf of a caller.</summary>
    /// <exception cref="RpcException">It was refused.</exception>
    public async ValueTask<KvResult> ProposeAsync(KvCommand command, Caller caller)
    {
        var result = await caller.Group.ProposeAsync(command, caller.User, caller.AuthRevision).ConfigureAwait(false);
        EtcdErrors.ThrowIfError(result.Error);
        return result;
    }

    /// <summary>A state of the platform's group that holds everything acknowledged so far.</summary>
    /// <exception cref="RpcException">There is no leader.</exception>
    public ValueTask<KvView> ReadAsync() => ReadAsync(node.System);

    /// <summary>A state of a group that holds everything acknowledged so far.</summary>
    /// <exception cref="RpcException">There is no leader.</exception>
    public async ValueTask<KvView> ReadAsync(BarnGroup group)
    {
        try
        {
            return await group.ReadAsync().ConfigureAwait(false);
        }
        catch (KvErrorException refused)
        {
            throw refused.Error.ToException();
        }
    }

    private Caller Identify(RpcCall call, BarnGroup group)
    {
        // Both questions are rare, and the metadata need not be read for the answer to most calls.
        if (group.Status.Leader == 0 && call.RequestHeader(RequireLeaderKey) == "true") throw KvErrors.NoLeader.ToException();
        var auth = node.View.Auth;
        return auth.Enabled ? Admit(auth, group, FindUser(auth, call)) : new Caller(group);
    }

    private static Caller RequireSystem(Caller caller) =>
        caller.Group.IsSystem ? caller : throw KvErrors.GroupNotServed.ToException();

    private BarnGroup Required(string? name)
    {
        if (name is null) return node.System;
        if (node.FindGroup(name) is { } group) return group;
        if (node.View.Groups.Find(name) is not null) throw KvErrors.GroupNotReady.ToException();
        throw new RpcException(RpcCode.NotFound, $"{KvErrors.GroupNotFound.Message}: {name}");
    }

    /// <summary>A group other than that of the platform knows no users: while there are any, only root may use it.</summary>
    private static Caller Admit(KvAuth auth, BarnGroup group, string? user)
    {
        if (group.IsSystem) return new Caller(group, user, user is null ? 0 : auth.Revision);
        EtcdErrors.ThrowIfError(auth.CheckAdmin(user));
        return new Caller(group);
    }

    private string? FindUser(KvAuth auth, RpcCall call)
    {
        if ((call.RequestHeader(TokenKey) ?? call.RequestHeader(AuthorizationKey)) is { } token) return FindUser(auth, token);
        if (!options.ClientCertificateAuth || call.ClientCertificate is not { } certificate) return null;
        // Without a common name it is nobody's, which is another answer than that nobody was named.
        return CertificateUser.Of(certificate) ?? "";
    }

    private string FindUser(KvAuth auth, string token) => Tokens.Find(token, auth) ?? throw KvErrors.InvalidAuthToken.ToException();
}
