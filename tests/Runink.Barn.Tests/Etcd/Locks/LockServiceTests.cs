using Runink.Protocol;
using Runink.Protocol.BarnV1;
using Runink.Rpc;
using static Runink.Barn.Tests.EtcdCalls;

namespace Runink.Barn.Tests;

public sealed class LockServiceTests(EtcdHostFixture fixture) : IClassFixture<EtcdHostFixture>
{
    private RpcChannel Channel => fixture.Channel;

    [Fact]
    public async Task A_lock_goes_to_one_after_the_other_with_tokens_that_grow()
    {
        var first = await LockAsync("lock", (await Channel.GrantAsync(60)).ID);
        var waiting = LockAsync("lock", (await Channel.GrantAsync(60)).ID);
        await QueuedAsync("lock/", 2);
        Assert.False(waiting.IsCompleted);
        await Channel.CallAsync<UnlockRequest, UnlockResponse>("v3lockpb.Lock", "Unlock", new UnlockRequest { Key = first.Key });
        var second = await waiting;
        Assert.NotEqual(first.Key, second.Key);
        Assert.True(second.Header.Revision > first.Header.Revision);
    }

    [Fact]
    public async Task Who_gives_up_waiting_leaves_the_line()
    {
        await LockAsync("left", (await Channel.GrantAsync(60)).ID);
        var lease = (await Channel.GrantAsync(60)).ID;
        using var gaveUp = new CancellationTokenSource();
        var waiting = Channel.CallAsync(
            RpcSignature.Protobuf<LockRequest, LockResponse>("v3lockpb.Lock", "Lock"), new LockRequest { Name = Utf8("left"), Lease = lease }, null, gaveUp.Token).AsTask();
        await QueuedAsync("left/", 2);
        await gaveUp.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
        await QueuedAsync("left/", 1);
    }

    [Fact]
    public async Task A_lock_without_a_lease_gets_one_of_its_own()
    {
        var held = await LockAsync("own", 0);
        Assert.NotEqual(0, (await Channel.GetAsync(held.Key.ToStringUtf8())).Kvs[0].Lease);
    }

    [Fact]
    public async Task Leaders_are_elected_proclaim_and_resign_and_observers_hear_of_it()
    {
        await RefusedElectionAsync("election: no leader", () => LeaderAsync("vote"));
        await using var observer = Channel.Start(
            RpcSignature.Protobuf<LeaderRequest, LeaderResponse>("v3electionpb.Election", "Observe"),
            new LeaderRequest { Name = Utf8("vote") }, cancellationToken: TestContext.Current.CancellationToken);
        var first = await CampaignAsync("vote", "one");
        await HearsAsync(observer, "one");
        await ProclaimAsync(first.Leader, "one again");
        await HearsAsync(observer, "one again");
        var second = CampaignAsync("vote", "two");
        await QueuedAsync("vote/", 2);
        await Channel.CallAsync<ResignRequest, ResignResponse>("v3electionpb.Election", "Resign", new ResignRequest { Leader = first.Leader });
        Assert.True((await second).Leader.Rev > first.Leader.Rev);
        await HearsAsync(observer, "two");
        Assert.Equal("two", (await LeaderAsync("vote")).Kv.Value.ToStringUtf8());
        await RefusedElectionAsync("election: not leader", () => ProclaimAsync(first.Leader, "late"));
    }

    [Fact]
    public async Task Locks_of_a_group_are_its_own_and_whoever_waits_is_told_when_it_goes()
    {
        const string Service = "v3lockpb.Lock";
        await Channel.AddGroupAsync("locks");
        var platform = await LockAsync("shared", 0);
        var held = await Channel.CallAsync<LockRequest, LockResponse>(Service, "Lock", new LockRequest { Name = Utf8("shared") }, group: "locks");
        Assert.Single((await Channel.GetInAsync("locks", held.Key.ToStringUtf8())).Kvs);
        Assert.Empty((await Channel.GetInAsync("locks", platform.Key.ToStringUtf8())).Kvs);
        var waiting = Channel.CallAsync<LockRequest, LockResponse>(Service, "Lock", new LockRequest { Name = Utf8("shared") }, group: "locks");
        await QueuedAsync("shared/", 2, "locks");
        await Channel.CallAsync<UnlockRequest, UnlockResponse>(Service, "Unlock", new UnlockRequest { Key = held.Key }, group: "locks");
        await waiting;
        var late = Channel.CallAsync<LockRequest, LockResponse>(Service, "Lock", new LockRequest { Name = Utf8("shared") }, group: "locks");
        await QueuedAsync("shared/", 2, "locks");
        await Channel.CallAsync<RemoveGroupRequest, RemoveGroupResponse>(Groups, "Remove", new RemoveGroupRequest { Name = "locks" });
        await RefusedAsync(KvErrors.GroupNotFound, () => late);
    }

    [Fact]
    public async Task Elections_of_a_group_are_its_own()
    {
        const string Service = "v3electionpb.Election";
        await Channel.AddGroupAsync("elections");
        await CampaignAsync("boss", "of the platform");
        var campaign = new CampaignRequest { Name = Utf8("boss"), Value = Utf8("of the group") };
        var elected = await Channel.CallAsync<CampaignRequest, CampaignResponse>(Service, "Campaign", campaign, group: "elections");
        var leader = await Channel.CallAsync<LeaderRequest, LeaderResponse>(Service, "Leader", new LeaderRequest { Name = Utf8("boss") }, group: "elections");
        Assert.Equal("of the group", leader.Kv.Value.ToStringUtf8());
        await Channel.CallAsync<ResignRequest, ResignResponse>(Service, "Resign", new ResignRequest { Leader = elected.Leader }, group: "elections");
        Assert.Equal("of the platform", (await LeaderAsync("boss")).Kv.Value.ToStringUtf8());
        await RefusedElectionAsync("election: no leader", () => Channel.CallAsync<LeaderRequest, LeaderResponse>(
            Service, "Leader", new LeaderRequest { Name = Utf8("boss") }, group: "elections"));
    }

    private static async Task HearsAsync(RpcClientCall<LeaderRequest, LeaderResponse> observer, string value)
    {
        Assert.True(await observer.Responses.MoveNextAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(20)));
        Assert.Equal(value, observer.Responses.Current.Kv.Value.ToStringUtf8());
    }

    private static async Task RefusedElectionAsync(string message, Func<Task> call) =>
        Assert.Equal(message, (await Assert.ThrowsAsync<RpcException>(call)).Message);

    private Task<LockResponse> LockAsync(string name, long lease) =>
        Channel.CallAsync<LockRequest, LockResponse>("v3lockpb.Lock", "Lock", new LockRequest { Name = Utf8(name), Lease = lease });

    private async Task<CampaignResponse> CampaignAsync(string name, string value) => await Channel.CallAsync<CampaignRequest, CampaignResponse>(
        "v3electionpb.Election", "Campaign", new CampaignRequest { Name = Utf8(name), Value = Utf8(value), Lease = (await Channel.GrantAsync(60)).ID });

    private Task<ProclaimResponse> ProclaimAsync(LeaderKey leader, string value) => Channel.CallAsync<ProclaimRequest, ProclaimResponse>(
        "v3electionpb.Election", "Proclaim", new ProclaimRequest { Leader = leader, Value = Utf8(value) });

    private Task<LeaderResponse> LeaderAsync(string name) =>
        Channel.CallAsync<LeaderRequest, LeaderResponse>("v3electionpb.Election", "Leader", new LeaderRequest { Name = Utf8(name) });

    /// <summary>Until so many stand in line.</summary>
    private async Task QueuedAsync(string prefix, long count, string? group = null)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        var query = new RangeRequest { Key = Utf8(prefix), RangeEnd = Utf8(prefix[..^1] + "0"), CountOnly = true };
        while ((await Channel.CallAsync<RangeRequest, RangeResponse>(EtcdCalls.Kv, "Range", query, group: group)).Count != count) patience.Token.ThrowIfCancellationRequested();
    }
}
