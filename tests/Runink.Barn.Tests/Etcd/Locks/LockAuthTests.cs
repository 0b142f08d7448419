using Runink.Protocol;
using Runink.Rpc;
using static Runink.Barn.Tests.EtcdCalls;

namespace Runink.Barn.Tests;

/// <summary>Users and roles change while somebody waits for a lock, or observes an election.</summary>
public sealed class LockAuthTests
{
    private const string Locks = "v3lockpb.Lock";
    private const string Elections = "v3electionpb.Election";

    [Fact]
    public async Task Whoever_waits_for_a_lock_gets_it_though_a_user_was_added_meanwhile()
    {
        await using var host = await EtcdHost.StartAsync();
        var channel = host.Connect();
        var root = await channel.EnableAuthAsync();
        var ann = await channel.SignInAsync("ann");
        var held = await LockAsync(channel, root);
        var waiting = LockAsync(channel, ann);
        await QueuedAsync(channel, 2, root);
        await channel.AddUserAsync("bob", root);
        await channel.CallAsync<UnlockRequest, UnlockResponse>(Locks, "Unlock", new UnlockRequest { Key = held.Key }, root);
        Assert.True((await waiting).Header.Revision > held.Header.Revision);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Whoever_gives_up_leaves_the_line_though_users_or_roles_changed(bool mayNoMore)
    {
        await using var host = await EtcdHost.StartAsync();
        var channel = host.Connect();
        var root = await channel.EnableAuthAsync();
        await LockAsync(channel, root);
        using var gaveUp = new CancellationTokenSource();
        var options = new RpcCallOptions { Headers = new RpcMetadata { { "token", await channel.SignInAsync("ann") } } };
        var waiting = channel.CallAsync(
            RpcSignature.Protobuf<LockRequest, LockResponse>(Locks, "Lock"), new LockRequest { Name = Utf8("a/lock") }, options, gaveUp.Token).AsTask();
        await QueuedAsync(channel, 2, root);
        if (mayNoMore) await channel.RevokeRoleAsync("ann", "keeper", root);
        else await channel.AddUserAsync("bob", root);
        await gaveUp.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
        await QueuedAsync(channel, 1, root);
    }

    [Fact]
    public async Task An_observer_goes_on_when_a_user_is_added_and_ends_when_it_may_not_read_any_more()
    {
        await using var host = await EtcdHost.StartAsync();
        var channel = host.Connect();
        var root = await channel.EnableAuthAsync();
        var campaign = new CampaignRequest { Name = Utf8("a/vote"), Value = Utf8("one") };
        var elected = await channel.CallAsync<CampaignRequest, CampaignResponse>(Elections, "Campaign", campaign, root);
        var options = new RpcCallOptions { Headers = new RpcMetadata { { "token", await channel.SignInAsync("ann") } } };
        await using var observer = channel.Start(
            RpcSignature.Protobuf<LeaderRequest, LeaderResponse>(Elections, "Observe"), new LeaderRequest { Name = Utf8("a/vote") }, options,
            TestContext.Current.CancellationToken);
        await HearsAsync(observer, "one");
        await channel.AddUserAsync("bob", root);
        await ProclaimAsync(channel, elected.Leader, "two", root);
        await HearsAsync(observer, "two");
        await channel.RevokeRoleAsync("ann", "keeper", root);
        await ProclaimAsync(channel, elected.Leader, "secret", root);
        await RefusedAsync(KvErrors.PermissionDenied, () => HearsAsync(observer, "nothing"));
    }

    private static Task<LockResponse> LockAsync(RpcChannel channel, string token) =>
        channel.CallAsync<LockRequest, LockResponse>(Locks, "Lock", new LockRequest { Name = Utf8("a/lock") }, token);

    private static Task<ProclaimResponse> ProclaimAsync(RpcChannel channel, LeaderKey leader, string value, string token) =>
        channel.CallAsync<ProclaimRequest, ProclaimResponse>(
            Elections, "Proclaim", new ProclaimRequest { Leader = leader, Value = Utf8(value) }, token);

    private static async Task HearsAsync(RpcClientCall<LeaderRequest, LeaderResponse> observer, string value)
    {
        Assert.True(await observer.Responses.MoveNextAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(20)));
        Assert.Equal(value, observer.Responses.Current.Kv.Value.ToStringUtf8());
    }

    /// <summary>Until so many stand in line.</summary>
    private static async Task QueuedAsync(RpcChannel channel, long count, string token)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        var query = new RangeRequest { Key = Utf8("a/lock/"), RangeEnd = Utf8("a/lock0"), CountOnly = true };
        while ((await channel.RangeAsync(query, token)).Count != count) patience.Token.ThrowIfCancellationRequested();
    }
}
