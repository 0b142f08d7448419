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

    private LeaderMonitor Leaders { get; } = new(time, node.Options.ElectionTimeout);

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

    /// <summary>
    /// As <see cref="Identify(RpcCall)"/>; a token that this member does not know is looked at again once it has caught up, since user or
    /// password may have come with a change that it has yet to hear of. Completes at once but for that.
    /// </summary>
    public ValueTask<Caller> IdentifyAsync(RpcCall call)
    {
        try
        {
            return new(Identify(call));
        }
        catch (RpcException unknown) when (MayBeBehind(unknown))
        {
            return IdentifyLaterAsync(call);
        }
    }

    /// <summary>Who calls what is served for the platform's group only.</summary>
    /// <exception cref="RpcException">The call is made of another group, or else as in <see cref="Identify(RpcCall)"/>.</exception>
    public async ValueTask<Caller> IdentifySystemAsync(RpcCall call) => RequireSystem(await IdentifyAsync(call).ConfigureAwait(false));

    /// <summary>Who makes a call of a group that goes on, as of now; whether there is a leader is looked at elsewhere.</summary>
    /// <exception cref="RpcException">The token is not valid any more, or the user may not use the group.</exception>
    public Caller IdentifyAgain(RpcCall call, BarnGroup group)
    {
        var auth = node.View.Auth;
        return auth.Enabled ? Admit(auth, group, call) : new Caller(group);
    }

    /// <summary>Serves calls whose caller is known.</summary>
    /// <param name="handler">Serves one.</param>
    public Func<TRequest, RpcCall, ValueTask<TResult>> Known<TRequest, TResult>(Func<TRequest, Caller, ValueTask<TResult>> handler)
    {
        return (request, call) =>
        {
            var caller = IdentifyAsync(call);
            return caller.IsCompletedSuccessfully ? handler(request, caller.Result) : AwaitAsync(request, caller);
        };

        async ValueTask<TResult> AwaitAsync(TRequest request, ValueTask<Caller> caller) =>
            await handler(request, await caller.ConfigureAwait(false)).ConfigureAwait(false);
    }

    /// <summary>Serves a stream, and ends it when the client wants a leader and there has been none for long.</summary>
    /// <param name="group">The group that the stream is about.</param>
    /// <param name="call">The call.</param>
    /// <param name="serve">Serves it, until its token is cancelled at the latest.</param>
    /// <exception cref="RpcException">There is no leader any more, or whatever the stream was refused with.</exception>
    public async ValueTask WhileLedAsync(BarnGroup group, RpcCall call, Func<CancellationToken, ValueTask> serve)
    {
        if (call.RequestHeader(RequireLeaderKey) != "true")
        {
            await serve(call.CancellationToken).ConfigureAwait(false);
            return;
        }

        using var stream = Leaders.Watch(group, call.CancellationToken);
        try
        {
            await serve(stream.Ending).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (stream.IsLeaderless)
        {
            throw KvErrors.NoLeader.ToException();
        }
    }

    /// <summary>
    /// Who calls to look after the cluster or a group, which goes on also where the state is not to be relied on. A token that is not
    /// known is looked at again as in <see cref="IdentifyAsync(RpcCall)"/>.
    /// </summary>
    /// <exception cref="RpcException">
    /// There is no such group, the token is not valid, the user may not use the group, or the client wants a leader and there is none.
    /// </exception>
    public ValueTask<Caller> IdentifyOperatorAsync(RpcCall call)
    {
        var group = Required(call);
        return CaughtUpAsync(() => Identify(call, group));
    }

    /// <summary>Who calls to look after the cluster as a whole.</summary>
    /// <exception cref="RpcException">
    /// The call is made of another group than the platform's, or else as in <see cref="IdentifyOperatorAsync"/>.
    /// </exception>
    public async ValueTask<Caller> IdentifySystemOperatorAsync(RpcCall call) =>
        RequireSystem(await IdentifyOperatorAsync(call).ConfigureAwait(false));

    /// <summary>Who calls over the JSON gateway, where only tokens count.</summary>
    /// <exception cref="RpcException">
    /// There is no such group, the token is not valid, the user may not use the group, or this member holds another state than the others.
    /// </exception>
    public Caller Identify(HttpContext http)
    {
        var group = Required(http.Request.Headers[GroupKey]);
        ThrowIfCorrupt(group);
        return IdentifyAgain(http, group);
    }

    /// <summary>Who makes a call over the JSON gateway that goes on, as of now.</summary>
    /// <exception cref="RpcException">The token is not valid any more, or the user may not use the group.</exception>
    public Caller IdentifyAgain(HttpContext http, BarnGroup group)
    {
        var auth = node.View.Auth;
        if (!auth.Enabled) return new Caller(group);
        return Admit(auth, group, (string?)http.Request.Headers.Authorization, certified: null);
    }

    /// <summary>As <see cref="Identify(HttpContext)"/>, but that a token which is not known is looked at again.</summary>
    public ValueTask<Caller> IdentifyAsync(HttpContext http) => CaughtUpAsync(() => Identify(http));

    /// <summary>The caller of what is served for the platform's group only.</summary>
    /// <exception cref="RpcException">The call is made of another group.</exception>
    public static Caller RequireSystem(Caller caller) =>
        caller.Group.IsSystem ? caller : throw KvErrors.GroupNotServed.ToException();

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
        return IdentifyAgain(call, group);
    }

    private async ValueTask<Caller> CaughtUpAsync(Func<Caller> identify)
    {
        try
        {
            return identify();
        }
        catch (RpcException unknown) when (MayBeBehind(unknown))
        {
            await ReadAsync().ConfigureAwait(false);
            return identify();
        }
    }

    /// <summary>Whether a token was refused of which this member may only have yet to hear; the leader has heard of all.</summary>
    private bool MayBeBehind(RpcException refused) => refused.Code == RpcCode.Unauthenticated && node.Status.Leader != node.Options.MemberId;

    private async ValueTask<Caller> IdentifyLaterAsync(RpcCall call)
    {
        await ReadAsync().ConfigureAwait(false);
        return Identify(call);
    }

    private BarnGroup Required(string? name)
    {
        if (name is null) return node.System;
        if (node.FindGroup(name) is { } group) return group;
        if (node.View.Groups.Find(name) is not null) throw KvErrors.GroupNotReady.ToException();
        throw new RpcException(RpcCode.NotFound, $"{KvErrors.GroupNotFound.Message}: {name}");
    }

    private Caller Admit(KvAuth auth, BarnGroup group, RpcCall call)
    {
        var token = call.RequestHeader(TokenKey) ?? call.RequestHeader(AuthorizationKey);
        if (token is not null || !options.ClientCertificateAuth || call.ClientCertificate is not { } certificate)
            return Admit(auth, group, token, certified: null);
        // Without a common name it is nobody's, which is another answer than that nobody was named.
        return Admit(auth, group, token: null, CertificateUser.Of(certificate) ?? "");
    }

    /// <summary>A group other than that of the platform knows no users: while there are any, only root may use it.</summary>
    private Caller Admit(KvAuth auth, BarnGroup group, string? token, string? certified)
    {
        var user = token is null ? certified : Tokens.Find(token, auth) ?? throw KvErrors.InvalidAuthToken.ToException();
        if (group.IsSystem) return new Caller(group, user, user is null ? 0 : auth.Revision, token is null ? null : auth);
        EtcdErrors.ThrowIfError(auth.CheckAdmin(user));
        return new Caller(group);
    }
}
