using Google.Protobuf;
using Runink.Protocol;
using Runink.Raft;
using static Runink.Barn.Tests.EtcdCalls;

namespace Runink.Barn.Tests;

/// <summary>A learner that gets the log from a follower, in a cluster of real servers.</summary>
public sealed class FollowingLearnerTests
{
    private const int Learner = 4;
    private const int Values = 40;
    private static readonly byte[] s_noise = Noise(100_000);

    [Fact]
    public async Task It_gets_the_log_from_the_member_it_follows_and_from_the_leader_when_that_is_gone()
    {
        await using var cluster = await ServerCluster.StartAsync(3);
        await cluster[1].PutAsync("a", "1");
        var leader = Number(cluster, cluster.Server(1).Node.Status.Leader);
        var follower = Enumerable.Range(1, 3).First(number => number != leader);
        await cluster[leader].CallAsync<MemberAddRequest, MemberAddResponse>(
            Cluster, "MemberAdd", new MemberAddRequest { IsLearner = true, PeerURLs = { cluster.PeerUrl(Learner) } });
        cluster.Configure = options => options.Name == $"n{Learner}" ? options with { Follows = $"n{follower}" } : options;
        await cluster.JoinAsync(Learner);
        var feeder = cluster.Server(follower).Node.Options.MemberId;
        await ServerCluster.UntilAsync(() => IsFedAsync(cluster, feeder));

        // Where processes wait for a processor the leader may have to help out; not for ever.
        await ServerCluster.UntilAsync(() => IsWrittenBesideTheLeaderAsync(cluster, leader, follower));

        await cluster.EndAsync(follower);
        await cluster[leader].PutAsync("a", "2");
        Assert.Equal("2", (await cluster[Learner].GetAsync("a")).Kvs[0].Value.ToStringUtf8());
        await ServerCluster.UntilAsync(() => IsFedAsync(cluster, 0));

        await cluster.StartAsync(follower);
        await ServerCluster.UntilAsync(() => IsFedAsync(cluster, feeder));
    }

    [Fact]
    public async Task One_that_follows_nobody_known_follows_the_leader()
    {
        await using var cluster = await ServerCluster.StartAsync(1, options => options with { Follows = "nobody" });
        await cluster[1].PutAsync("a", "1");
        Assert.Equal((0UL, 0UL), (cluster.Server(1).Node.Options.Follows, cluster.Server(1).Node.Status.Feeder));
    }

    // Whether many values came to the learner of which the leader sent it few.
    private static async Task<bool> IsWrittenBesideTheLeaderAsync(ServerCluster cluster, int leader, int follower)
    {
        var (byLeader, byFollower) = (SentBy(cluster, leader), SentBy(cluster, follower));
        for (var i = 0; i < Values; i++) await cluster[leader].PutAsync(new PutRequest { Key = Utf8($"k{i}"), Value = ByteString.CopyFrom(s_noise) });
        Assert.Equal(Values, (await cluster[Learner].RangeAsync(new RangeRequest { Key = Utf8("k"), RangeEnd = Utf8("l"), CountOnly = true })).Count);
        // What is on its way from the follower may not be counted yet.
        return SentBy(cluster, leader) - byLeader <= s_noise.Length * Values / 4
            && SentBy(cluster, follower) - byFollower >= s_noise.Length * Values / 2;
    }

    // A call to the server for each question, so that there is something to wait for.
    private static async Task<bool> IsFedAsync(ServerCluster cluster, ulong feeder)
    {
        await cluster[Learner].GetAsync("a");
        return cluster.Server(Learner).Node.Status.Feeder == feeder;
    }

    private static long SentBy(ServerCluster cluster, int number) =>
        cluster.Server(number).Traffic.Of(new NodeId(cluster.Server(Learner).Node.Options.MemberId)).SentBytes;

    private static int Number(ServerCluster cluster, ulong member) =>
        cluster.Numbers.First(number => cluster.Server(number).Node.Options.MemberId == member);

    // What cannot be made smaller on the way.
    private static byte[] Noise(int length)
    {
        var bytes = new byte[length];
        new Random(1).NextBytes(bytes);
        return bytes;
    }
}
