using Runink.Protocol;
using Runink.Rpc;
using static Runink.Barn.Tests.EtcdCalls;

namespace Runink.Barn.Tests;

/// <summary>A member that is cut off tells nobody anything new: who asked for a leader is sent elsewhere.</summary>
public sealed class LostLeaderTests
{
    private const string Elections = "v3electionpb.Election";

    [Fact]
    public async Task Streams_that_want_a_leader_end_when_it_is_gone_for_long_and_others_go_on()
    {
        await using var cluster = await ServerCluster.StartAsync(3);
        await using var patient = new WatchClient(cluster[3]);
        await patient.CreateAsync("a");
        await using var watch = new WatchClient(cluster[3], wantsLeader: true);
        await watch.CreateAsync("a");
        var campaign = new CampaignRequest { Name = Utf8("vote"), Value = Utf8("one") };
        var elected = await cluster[3].CallAsync<CampaignRequest, CampaignResponse>(Elections, "Campaign", campaign);
        await using var observer = cluster[3].Start(
            RpcSignature.Protobuf<LeaderRequest, LeaderResponse>(Elections, "Observe"), new LeaderRequest { Name = Utf8("vote") }, WantsLeader(),
            TestContext.Current.CancellationToken);
        Assert.True(await MovesAsync(observer.Responses));
        await using var keeper = cluster[3].Open(
            RpcSignature.Protobuf<LeaseKeepAliveRequest, LeaseKeepAliveResponse>(EtcdCalls.Lease, "LeaseKeepAlive"), WantsLeader(),
            TestContext.Current.CancellationToken);
        await keeper.Requests.WriteAsync(new LeaseKeepAliveRequest { ID = elected.Leader.Lease });
        Assert.True(await MovesAsync(keeper.Responses));

        await Task.WhenAll(cluster.EndAsync(1), cluster.EndAsync(2));
        await RefusedAsync(KvErrors.NoLeader, watch.NextAsync);
        await RefusedAsync(KvErrors.NoLeader, () => MovesAsync(observer.Responses));
        await RefusedAsync(KvErrors.NoLeader, () => MovesAsync(keeper.Responses));
        await patient.SendAsync(new Protocol.WatchRequest { ProgressRequest = new WatchProgressRequest() });
        Assert.Equal(-1, (await patient.NextAsync()).WatchId);
    }

    private static Task<bool> MovesAsync<T>(RpcStreamReader<T> responses) =>
        responses.MoveNextAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken);

    private static RpcCallOptions WantsLeader() => new() { Headers = new RpcMetadata { { "hasleader", "true" } } };
}
