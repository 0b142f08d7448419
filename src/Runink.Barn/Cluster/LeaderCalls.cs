using Runink.Protocol.PeerV1;
using Runink.Rpc;

namespace Runink.Barn;

/// <summary>Asks the leader, over a connection that is kept as long as it leads.</summary>
/// <param name="urls">Where a member is reached.</param>
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

    private readonly Lock _gate = new();
    private (ulong Leader, Uri Url, RpcChannel Channel)? _kept;

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

    public void Dispose() => _kept?.Channel.Dispose();

    private async ValueTask<TResponse> CallAsync<TRequest, TResponse>(
        ulong leader, RpcSignature<TRequest, TResponse> method, TRequest request, TimeSpan within)
    {
        try
        {
            return await ChannelTo(leader).CallAsync(method, request, new RpcCallOptions { Timeout = within }).ConfigureAwait(false);
        }
        catch (RpcException refused)
        {
            throw new KvErrorException(Array.Find(s_known, error => error.Message == refused.Message)
                ?? (refused.Code == RpcCode.DeadlineExceeded ? KvErrors.Timeout
                    : refused.Code == RpcCode.Unavailable ? KvErrors.TimeoutDueToConnectionLost
                    : new KvError((KvStatusCode)(int)refused.Code, refused.Message)));
        }
    }

    private RpcChannel ChannelTo(ulong leader)
    {
        // A leader that was just removed has no address any more, and soon there is another.
        if (urls(leader) is not [var url, ..]) throw new KvErrorException(KvErrors.NotLeader);
        lock (_gate)
        {
            if (_kept is { } kept && kept.Leader == leader && kept.Url == url) return kept.Channel;
            _kept?.Channel.Dispose();
            var channel = connect(url);
            _kept = (leader, url, channel);
            return channel;
        }
    }
}
