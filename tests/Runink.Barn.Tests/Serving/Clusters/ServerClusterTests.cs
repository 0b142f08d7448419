using Google.Protobuf;
using Runink.Protocol;
using static Runink.Barn.Tests.EtcdCalls;

namespace Runink.Barn.Tests;

/// <summary>Servers that are one cluster, spoken to as clients speak to it.</summary>
public sealed class ServerClusterTests
{
    [Fact]
    public async Task Every_member_takes_writes_and_reads_what_any_other_took()
    {
        await using var cluster = await ServerCluster.StartAsync(3);
        for (var i = 1; i <= 3; i++) await cluster[i].PutAsync($"k{i}", $"v{i}");
        for (var i = 1; i <= 3; i++)
        {
            var all = await cluster[i].RangeAsync(new RangeRequest { Key = Utf8("k"), RangeEnd = Utf8("l") });
            Assert.Equal(["v1", "v2", "v3"], all.Kvs.Select(pair => pair.Value.ToStringUtf8()));
        }

        var hashes = new HashSet<uint>();
        for (var i = 1; i <= 3; i++)
            hashes.Add((await cluster[i].CallAsync<HashKVRequest, HashKVResponse>(Maintenance, "HashKV", new HashKVRequest())).Hash);
        Assert.Single(hashes);
    }

    [Fact]
    public async Task A_request_as_large_as_is_allowed_reaches_every_member_from_every_member()
    {
        await using var cluster = await ServerCluster.StartAsync(3, options => options with { MaxRequestBytes = 24 << 20 });
        var value = ByteString.CopyFrom(new byte[(24 << 20) - 1000]);
        for (var i = 1; i <= 3; i++)
        {
            await cluster[i].PutAsync(new PutRequest { Key = Utf8($"k{i}"), Value = value });
            for (var j = 1; j <= 3; j++)
            {
                var there = await cluster[j].RangeAsync(new RangeRequest { Key = Utf8($"k{i}"), KeysOnly = true });
                Assert.Equal(1, Assert.Single(there.Kvs).Version);
            }
        }
    }

    [Fact]
    public async Task The_list_of_members_names_all_with_their_URLs_everywhere()
    {
        await using var cluster = await ServerCluster.StartAsync(3);
        for (var i = 1; i <= 3; i++)
        {
            await ServerCluster.UntilAsync(async () => (await ListAsync(cluster, i)).All(member => member.ClientURLs.Count == 1));
            var members = await ListAsync(cluster, i);
            Assert.Equal(["n1", "n2", "n3"], members.Select(member => member.Name).Order());
            Assert.Contains(cluster.PeerUrl(2), members.Single(member => member.Name == "n2").PeerURLs);
        }
    }

    [Fact]
    public async Task The_cluster_goes_on_without_its_leader_and_takes_it_back()
    {
        await using var cluster = await ServerCluster.StartAsync(3);
        await cluster[1].PutAsync("a", "before");
        var leader = await LeaderAsync(cluster, 1);
        var others = Enumerable.Range(1, 3).Where(number => number != leader).ToList();
        await cluster.EndAsync(leader);
        foreach (var number in others) await cluster[number].PutAsync($"without-{number}", "1");
        await cluster.StartAsync(leader);
        Assert.Equal(3, (await cluster[leader].RangeAsync(new RangeRequest { Key = Utf8("a"), RangeEnd = Utf8("z") })).Count);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_leader_answers_reads_under_a_lease_unless_it_is_told_to_ask(bool byLease)
    {
        await using var cluster = await ServerCluster.StartAsync(3, options => options with { ReadsByLease = byLease });
        await cluster[1].PutAsync("a", "1");
        var leader = await LeaderAsync(cluster, 1);
        var reads = cluster.Server(leader).Node.Reads;
        for (var i = 0; i < 200 && reads.ByLease == 0; i++)
        {
            await cluster[leader].PutAsync("a", $"{i}");
            Assert.Equal($"{i}", (await cluster[leader].GetAsync("a")).Kvs[0].Value.ToStringUtf8());
        }

        Assert.Equal(byLease, reads.ByLease > 0);
        Assert.True(byLease || reads.ByAsking >= 200);
    }

    [Fact]
    public async Task A_leader_that_stops_hands_over_first()
    {
        await using var cluster = await ServerCluster.StartAsync(3);
        var leader = await LeaderAsync(cluster, 1);
        var other = leader == 1 ? 2 : 1;
        var term = (await StatusAsync(cluster, other)).RaftTerm;
        await cluster.StopAsync(leader);
        var status = await StatusAsync(cluster, other);
        Assert.NotEqual(0UL, status.Leader);
        Assert.Equal(term + 1, status.RaftTerm);
        await cluster[other].PutAsync("a", "1");
    }

    [Fact]
    public async Task A_member_joins_as_a_learner_is_promoted_and_survives_a_restart_of_all()
    {
        await using var cluster = await ServerCluster.StartAsync(3);
        await cluster[1].PutAsync("a", "1");
        var added = await cluster[2].CallAsync<MemberAddRequest, MemberAddResponse>(
            Cluster, "MemberAdd", new MemberAddRequest { IsLearner = true, PeerURLs = { cluster.PeerUrl(4) } });
        Assert.Equal(4, added.Members.Count);
        await cluster.JoinAsync(4);
        Assert.Equal("1", (await cluster[4].GetAsync("a")).Kvs[0].Value.ToStringUtf8());
        await ServerCluster.UntilAsync(() => TryPromoteAsync(cluster, 3, added.Member.ID));
        await Task.WhenAll(Enumerable.Range(1, 4).Select(cluster.EndAsync));
        await Task.WhenAll(Enumerable.Range(1, 4).Select(number => cluster.StartAsync(number)));
        await cluster[4].PutAsync("b", "2");
        Assert.Equal("2", (await cluster[1].GetAsync("b")).Kvs[0].Value.ToStringUtf8());
        Assert.Equal(4, (await ListAsync(cluster, 4)).Count);
    }

    [Fact]
    public async Task A_removed_member_is_out_and_the_rest_goes_on()
    {
        await using var cluster = await ServerCluster.StartAsync(3);
        var gone = (await StatusAsync(cluster, 3)).Header.MemberId;
        var removed = await cluster[1].CallAsync<MemberRemoveRequest, MemberRemoveResponse>(
            Cluster, "MemberRemove", new MemberRemoveRequest { ID = gone });
        Assert.Equal(2, removed.Members.Count);
        await cluster.EndAsync(3);
        await cluster[1].PutAsync("a", "1");
        await RefusedAsync(KvErrors.MemberNotFound, () => cluster[2].CallAsync<MemberRemoveRequest, MemberRemoveResponse>(
            Cluster, "MemberRemove", new MemberRemoveRequest { ID = gone }));
    }

    [Fact]
    public async Task A_leader_that_is_removed_leaves_nothing_behind()
    {
        await using var cluster = await ServerCluster.StartAsync(3);
        var leader = await LeaderAsync(cluster, 1);
        var other = leader == 1 ? 2 : 1;
        var gone = (await StatusAsync(cluster, leader)).Header.MemberId;
        var removed = await cluster[leader].CallAsync<MemberRemoveRequest, MemberRemoveResponse>(
            Cluster, "MemberRemove", new MemberRemoveRequest { ID = gone });
        Assert.Equal(2, removed.Members.Count);
        await cluster.EndAsync(leader);
        var added = await cluster[other].CallAsync<MemberAddRequest, MemberAddResponse>(
            Cluster, "MemberAdd", new MemberAddRequest { IsLearner = true, PeerURLs = { cluster.PeerUrl(leader) } });
        Assert.Equal(3, added.Members.Count);
    }

    [Fact]
    public async Task A_member_that_was_half_added_does_not_keep_its_URLs()
    {
        await using var cluster = await ServerCluster.StartAsync(3);
        var leader = await LeaderAsync(cluster, 1);
        var half = new KvMember(77, "", [cluster.PeerUrl(4)], []);
        Assert.Null((await cluster.Server(leader).Node.ProposeAsync(new MemberAddCommand(half))).Error);
        var added = await cluster[1].CallAsync<MemberAddRequest, MemberAddResponse>(
            Cluster, "MemberAdd", new MemberAddRequest { IsLearner = true, PeerURLs = { cluster.PeerUrl(4) } });
        Assert.Equal(4, added.Members.Count);
        Assert.Null(cluster.Server(leader).Node.View.Members.Find(77));
    }

    [Fact]
    public async Task Leases_are_kept_alive_on_any_member()
    {
        await using var cluster = await ServerCluster.StartAsync(3);
        var lease = await cluster[1].GrantAsync(60);
        for (var i = 1; i <= 3; i++)
        {
            var left = await cluster[i].CallAsync<LeaseTimeToLiveRequest, LeaseTimeToLiveResponse>(
                Lease, "LeaseTimeToLive", new LeaseTimeToLiveRequest { ID = lease.ID });
            Assert.InRange(left.TTL, 50, 60);
        }
    }

    [Fact]
    public async Task Leadership_moves_to_whom_it_is_told_to()
    {
        await using var cluster = await ServerCluster.StartAsync(3);
        var leader = await LeaderAsync(cluster, 1);
        var target = leader == 3 ? 1 : 3;
        var id = (await StatusAsync(cluster, target)).Header.MemberId;
        await RefusedAsync(KvErrors.NotLeader, () => cluster[target].CallAsync<MoveLeaderRequest, MoveLeaderResponse>(
            Maintenance, "MoveLeader", new MoveLeaderRequest { TargetID = id }));
        await cluster[leader].CallAsync<MoveLeaderRequest, MoveLeaderResponse>(Maintenance, "MoveLeader", new MoveLeaderRequest { TargetID = id });
        Assert.Equal(target, await LeaderAsync(cluster, target));
    }

    private static async Task<bool> TryPromoteAsync(ServerCluster cluster, int at, ulong id)
    {
        try
        {
            await cluster[at].CallAsync<MemberPromoteRequest, MemberPromoteResponse>(Cluster, "MemberPromote", new MemberPromoteRequest { ID = id });
            return true;
        }
        catch (Rpc.RpcException behind) when (behind.Message == KvErrors.LearnerNotReady.Message)
        {
            return false;
        }
    }

    private static async Task<Google.Protobuf.Collections.RepeatedField<Member>> ListAsync(ServerCluster cluster, int at) =>
        (await cluster[at].CallAsync<MemberListRequest, MemberListResponse>(Cluster, "MemberList", new MemberListRequest())).Members;

    private static Task<StatusResponse> StatusAsync(ServerCluster cluster, int at) =>
        cluster[at].CallAsync<StatusRequest, StatusResponse>(Maintenance, "Status", new StatusRequest());

    private static async Task<int> LeaderAsync(ServerCluster cluster, int at)
    {
        var leader = (await StatusAsync(cluster, at)).Leader;
        for (var i = 1; i <= 3; i++)
            if ((await StatusAsync(cluster, i)).Header.MemberId == leader) return i;
        throw new InvalidOperationException("nobody leads");
    }
}
