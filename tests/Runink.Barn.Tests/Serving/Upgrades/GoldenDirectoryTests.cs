using System.IO.Compression;
using Runink.Protocol;
using Runink.Rpc;
using static Runink.Barn.Tests.EtcdCalls;

namespace Runink.Barn.Tests;

/// <summary>
/// A data directory that a server of the first snapshot format (commit 624c1b6) left when it was killed: a snapshot at entry 40, a log
/// that begins behind it, and no list of members.
/// </summary>
public sealed class GoldenDirectoryTests
{
    private const long Lease = 0x34cd5c2a9724eccc;

    [Fact]
    public async Task A_server_starts_on_it_with_all_that_it_holds()
    {
        await using var cluster = await StartAsync();
        await HoldsAllAsync(cluster[1]);
        var lease = await cluster[1].CallAsync<LeaseTimeToLiveRequest, LeaseTimeToLiveResponse>(
            EtcdCalls.Lease, "LeaseTimeToLive", new LeaseTimeToLiveRequest { ID = Lease, Keys = true });
        Assert.Equal((100_000, "leased"), (lease.GrantedTTL, lease.Keys.Single().ToStringUtf8()));
        Assert.Equal("golden's own", await PutAndGetAsync(cluster[1], "own", "golden's own"));

        await cluster.EndAsync(1);
        await cluster.StartAsync(1);
        await HoldsAllAsync(cluster[1]);
        Assert.Equal("golden's own", (await cluster[1].GetAsync("own")).Kvs[0].Value.ToStringUtf8());
    }

    [Fact]
    public async Task New_members_join_it_have_it_all_and_go_on_without_it()
    {
        await using var cluster = await StartAsync();
        for (var number = 2; number <= 3; number++)
        {
            var added = await cluster[1].CallAsync<MemberAddRequest, MemberAddResponse>(
                Cluster, "MemberAdd", new MemberAddRequest { IsLearner = true, PeerURLs = { cluster.PeerUrl(number) } });
            await cluster.JoinAsync(number);
            await PromotedAsync(cluster, added.Member.ID);
        }

        var hashes = new HashSet<uint>();
        for (var number = 1; number <= 3; number++)
        {
            await HoldsAllAsync(cluster[number]);
            hashes.Add((await cluster[number].CallAsync<HashKVRequest, HashKVResponse>(Maintenance, "HashKV", new HashKVRequest { Revision = 68 })).Hash);
        }

        Assert.Single(hashes);
        await cluster.EndAsync(1);
        Assert.Equal("1", await PutAndGetAsync(cluster[2], "without", "1"));
        await HoldsAllAsync(cluster[3]);
    }

    private static async Task<ServerCluster> StartAsync()
    {
        var cluster = new ServerCluster();
        await ZipFile.ExtractToDirectoryAsync(
            Path.Combine(AppContext.BaseDirectory, "golden", "data-v1", "snapshot-1.zip"), cluster.DirectoryOf(1), TestContext.Current.CancellationToken);
        _ = cluster.PeerUrl(1);
        await cluster.StartAsync(1);
        return cluster;
    }

    private static async Task HoldsAllAsync(RpcChannel at)
    {
        var keys = (await at.RangeAsync(new RangeRequest { Key = Utf8("key/"), RangeEnd = Utf8("key0") })).Kvs;
        Assert.Equal(
            [.. Enumerable.Range(1, 60).Except([2, 3]).Select(i => ($"key/{i:00}", i == 1 ? "changed" : $"value {i:00}"))],
            keys.Select(pair => (pair.Key.ToStringUtf8(), pair.Value.ToStringUtf8())));
        Assert.Equal((34, 1, Lease), (await at.GetAsync("leased")).Kvs.Select(pair => (pair.ModRevision, pair.Version, pair.Lease)).Single());
        for (var i = 1; i <= 3; i++) Assert.Equal((64 + i, $"late {i}"), (await at.GetAsync($"late/{i}")).Kvs.Select(Late).Single());

        // The history that was not compacted, and only that.
        var before = await at.RangeAsync(new RangeRequest { Key = Utf8("key/02"), Revision = 32 });
        Assert.Equal("value 02", Assert.Single(before.Kvs).Value.ToStringUtf8());
        await RefusedAsync(KvErrors.Compacted, () => at.RangeAsync(new RangeRequest { Key = Utf8("key/02"), Revision = 19 }));

        Assert.Equal(["ann", "root"], (await at.CallAsync<AuthUserListRequest, AuthUserListResponse>(Auth, "UserList", new())).Users);
        var role = await at.CallAsync<AuthRoleGetRequest, AuthRoleGetResponse>(Auth, "RoleGet", new() { Role = "reader" });
        Assert.Equal(("key/", "key0"), role.Perm.Select(permission => (permission.Key.ToStringUtf8(), permission.RangeEnd.ToStringUtf8())).Single());
    }

    private static (long Revision, string Value) Late(KeyValue pair) => (pair.ModRevision, pair.Value.ToStringUtf8());

    private static async Task<string> PutAndGetAsync(RpcChannel at, string key, string value)
    {
        await at.PutAsync(key, value);
        return (await at.GetAsync(key)).Kvs[0].Value.ToStringUtf8();
    }

    private static async Task PromotedAsync(ServerCluster cluster, ulong id)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        while (true)
        {
            try
            {
                await cluster[1].CallAsync<MemberPromoteRequest, MemberPromoteResponse>(Cluster, "MemberPromote", new MemberPromoteRequest { ID = id });
                return;
            }
            catch (RpcException behind) when (behind.Message == KvErrors.LearnerNotReady.Message && !patience.IsCancellationRequested)
            {
                // It is still catching up.
            }
        }
    }
}
