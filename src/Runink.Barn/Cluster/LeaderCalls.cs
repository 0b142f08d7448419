using Runink.Protocol.PeerV1;
using Runink.Rpc;

namespace Runink.Barn;

/// <summary>Asks the leader of a group, over connections that are kept: groups have different leaders.</summary>
/// <param name="urls">Where a member may be reached; tried in turn.</param>
/// <param name="connect">Opens a way to a URL.</param>
/// <param name="patience">How long an answer may take; about a lease at most a second.</param>
internal sealed class LeaderCalls(Func<ulong, IReadOnlyList<Uri>> urls, Func<Uri, RpcChannel> connect, TimeSpan patience) : ILeaderCalls, IDisposable
{
    private const string Service = "runink.peer.v1.Leader";

    private static readonly RpcSignature<AskLeaseRequest, AskLeaseResponse> s_askLease =
        RpcSignature.Protobuf<AskLeaseRequest, AskLeaseResponse>(Service, "AskLease");

    private static readonly RpcSignature<ChangeMembersRequest, ChangeMembersResponse> s_changeMembers =
        RpcSignature.Protobuf<ChangeMembersRequest, ChangeMembersResponse>(Service, "ChangeMembers");

    private static readonly RpcSignature<Protocol.PeerV1.TransferRequest, TransferResponse> s_transfer =
        RpcSignature.Protobuf<Protocol.PeerV1.TransferRequest, TransferResponse>(Service, "Transfer");

    // What is left of a lease is known at once: who does not say so hangs, and there may be another leader.
    private static readonly TimeSpan LeasePatience = TimeSpan.FromSeconds(1);

    // The refusals that callers tell apart.
    private static readonly KvError[] s_known =
    [
        KvErrors.NotLeader, KvErrors.NoLeader, KvErrors.LeaderChanged, KvErrors.Timeout, KvErrors.LeaseNotFound, KvErrors.Stopped,
        KvErrors.MemberExists, KvErrors.MemberNotFound, KvErrors.MemberNotLearner, KvErrors.MemberNotEnoughStarted, KvErrors.LearnerNotReady,
        KvErrors.PeerUrlExists, KvErrors.Unhealthy, KvErrors.BadLeaderTransferee, KvErrors.TooManyRequests, KvErrors.GroupNotFound,
    ];

    // As many as a cluster may have members; when there are more, all begin anew.
    private const int MaxChannels = 64;

    private readonly Lock _gate = new();
    private readonly Dictionary<Uri, RpcChannel> _channels = [];

    public async ValueTask<LeaseState> AskLeaseAsync(ulong leader, string group, long lease, bool renews)
    {
        var request = new AskLeaseRequest { Id = lease, Renews = renews, Group = group };
        try
        {
            var answer = await CallAsync(leader, s_askLease, request, patience < LeasePatience ? patience : LeasePatience).ConfigureAwait(false);
            return new LeaseState(lease, answer.GrantedSeconds, answer.RemainingSeconds);
        }
        catch (KvErrorException late) when (late.Error == KvErrors.Timeout)
        {
            throw new KvErrorException(KvErrors.TimeoutDueToConnectionLost);
        }
    }

    public async ValueTask<ulong> ChangeMembersAsync(ulong leader, MemberChange change)
    {
        var request = new ChangeMembersRequest
        {
            Kind = (ChangeMembersRequest.Types.Kind)(int)change.Kind,
            Id = change.Id,
            PeerUrls = { change.PeerUrls },
        };
        return (await CallAsync(leader, s_changeMembers, request, patience).ConfigureAwait(false)).Id;
    }

    public async ValueTask<ulong> TransferAsync(ulong leader, ulong target) =>
        (await CallAsync(leader, s_transfer, new Protocol.PeerV1.TransferRequest { Target = target }, patience).ConfigureAwait(false)).Leader;

    public void Dispose()
    {
        lock (_gate) DropChannels();
    }

    private async ValueTask<TResponse> CallAsync<TRequest, TResponse>(
        ulong leader, RpcSignature<TRequest, TResponse> method, TRequest request, TimeSpan within)
    {
        var known = urls(leader);
        for (var i = 0; i < known.Count; i++)
        {
            try
            {
                return await ChannelTo(known[i]).CallAsync(method, request, new RpcCallOptions { Timeout = within }).ConfigureAwait(false);
            }
            catch (RpcException refused)
            {
                var error = Array.Find(s_known, error => error.Message == refused.Message);
                // Nobody is there: it may be elsewhere. What did arrive may be asked again, too.
                if (error is null && refused.Code == RpcCode.Unavailable && i < known.Count - 1) continue;
                throw new KvErrorException(error ?? Translate(refused));
            }
        }

        // A leader that was just removed has no address any more, and soon there is another.
        throw new KvErrorException(KvErrors.NotLeader);
    }

    private static KvError Translate(RpcException refused) => refused.Code switch
    {
        RpcCode.DeadlineExceeded => KvErrors.Timeout,
        RpcCode.Unavailable => KvErrors.TimeoutDueToConnectionLost,
        _ => new KvError((KvStatusCode)(int)refused.Code, refused.Message),
    };

    private RpcChannel ChannelTo(Uri url)
    {
        lock (_gate)
        {
            if (_channels.TryGetValue(url, out var kept)) return kept;
            if (_channels.Count == MaxChannels) DropChannels();
            return _channels[url] = connect(url);
        }
    }

    private void DropChannels()
    {
        foreach (var channel in _channels.Values) channel.Dispose();
        _channels.Clear();
    }
}
