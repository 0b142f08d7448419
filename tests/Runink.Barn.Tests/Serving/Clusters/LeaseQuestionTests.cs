using Runink.Protocol;
using Runink.Rpc;
using static Runink.Barn.Tests.EtcdCalls;

namespace Runink.Barn.Tests;

/// <summary>Only the leader knows how much of a lease is left: whoever is asked finds out who that is, as long as there is time.</summary>
public sealed class LeaseQuestionTests
{
    [Fact]
    public async Task A_lease_can_be_asked_about_anywhere_while_leaders_come_and_go()
    {
        await using var cluster = await ServerCluster.StartAsync(3);
        var lease = await cluster[1].GrantAsync(600);
        using var enough = new CancellationTokenSource();
        var asking = Enumerable.Range(1, 3).Select(number => AskAsync(cluster[number], lease.ID, enough.Token)).ToList();
        for (var i = 0; i < 6; i++) await ServerCluster.UntilAsync(() => TryMoveLeaderAsync(cluster));
        await enough.CancelAsync();
        Assert.All(await Task.WhenAll(asking), answers => Assert.True(answers > 0));
    }

    [Fact]
    public async Task A_lease_can_be_asked_about_at_the_others_while_the_leader_stops()
    {
        await using var cluster = await ServerCluster.StartAsync(3);
        var lease = await cluster[1].GrantAsync(600);
        var leading = cluster.Server(1).Node.Status.Leader;
        var leader = cluster.Numbers.Single(number => cluster.Server(number).Node.Options.MemberId == leading);
        using var enough = new CancellationTokenSource();
        var asking = cluster.Numbers.Where(number => number != leader).Select(number => AskAsync(cluster[number], lease.ID, enough.Token)).ToList();
        await cluster.StopAsync(leader);
        await cluster.StartAsync(leader);
        await enough.CancelAsync();
        Assert.All(await Task.WhenAll(asking), answers => Assert.True(answers > 0));
    }

    /// <summary>Has the leader hand over to the next member, if it is known who leads.</summary>
    private static async Task<bool> TryMoveLeaderAsync(ServerCluster cluster)
    {
        var leader = cluster.Server(1).Node.Status.Leader;
        var number = cluster.Numbers.FirstOrDefault(number => cluster.Server(number).Node.Options.MemberId == leader);
        if (number == 0) return false;
        var target = cluster.Server((number % 3) + 1).Node.Options.MemberId;
        try
        {
            await cluster[number].CallAsync<MoveLeaderRequest, MoveLeaderResponse>(Maintenance, "MoveLeader", new MoveLeaderRequest { TargetID = target });
            return true;
        }
        catch (RpcException)
        {
            // Leadership has moved meanwhile.
            return false;
        }
    }

    /// <summary>Asks again and again; fails with whatever refuses. Returns how often it was answered.</summary>
    private static async Task<int> AskAsync(RpcChannel channel, long lease, CancellationToken enough)
    {
        var answers = 0;
        do
        {
            var left = await channel.CallAsync<LeaseTimeToLiveRequest, LeaseTimeToLiveResponse>(
                Lease, "LeaseTimeToLive", new LeaseTimeToLiveRequest { ID = lease });
            Assert.InRange(left.TTL, 500, 600);
            answers++;
        }
        while (!enough.IsCancellationRequested);

        return answers;
    }
}
