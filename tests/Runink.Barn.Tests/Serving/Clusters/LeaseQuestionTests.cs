using System.Net;
using System.Net.Sockets;
using Runink.Barn.Client.Tests;
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

    [Fact]
    public async Task Whoever_led_and_stops_hangs_or_leads_no_more_is_not_the_last_to_be_asked()
    {
        await using var cluster = await ServerCluster.StartAsync(3);
        var follower = cluster.Numbers.Select(number => cluster.Server(number).Node).First(node => node.Status.Leader != node.Options.MemberId);
        var leaders = new Leaders(KvErrors.Stopped, KvErrors.NotLeader, KvErrors.LeaderChanged, KvErrors.TimeoutDueToConnectionLost);
        var left = await new ClusterControl(follower, leaders).AskLeaseAsync(follower.System, 7, renews: false);
        Assert.Equal(42, left.RemainingSeconds);
    }

    [Fact]
    public async Task A_leader_that_moved_is_asked_where_it_is_now()
    {
        await using var cluster = await ServerCluster.StartAsync(1);
        var lease = await cluster[1].GrantAsync(600);
        Uri[] urls = [new($"http://127.0.0.1:{FreePort.Take()}"), new(cluster.PeerUrl(1))];
        using var calls = new LeaderCalls(_ => urls, to => new RpcChannel(new RpcChannelOptions { Address = to }), TimeSpan.FromSeconds(30));
        LeaseState left = default;
        await ServerCluster.UntilAsync(async () =>
        {
            try
            {
                left = await calls.AskLeaseAsync(1, "", lease.ID, renews: false);
                return true;
            }
            catch (KvErrorException late) when (late.Error == KvErrors.TimeoutDueToConnectionLost)
            {
                // About a lease nobody is waited for longer than a second.
                return false;
            }
        });
        Assert.InRange(left.RemainingSeconds, 500, 600);
        var nobody = await Assert.ThrowsAsync<KvErrorException>(() => new LeaderCalls(_ => urls[..1], to => new RpcChannel(new RpcChannelOptions { Address = to }), TimeSpan.FromSeconds(30)).AskLeaseAsync(1, "", 7, renews: false).AsTask());
        Assert.Same(KvErrors.TimeoutDueToConnectionLost, nobody.Error);
    }

    [Fact]
    public async Task A_leader_that_does_not_say_what_is_left_of_a_lease_is_soon_waited_for_no_more()
    {
        var silent = new TcpListener(IPAddress.Loopback, 0);
        silent.Start();
        try
        {
            var url = new Uri($"http://{silent.LocalEndpoint}");
            using var calls = new LeaderCalls(_ => [url], to => new RpcChannel(new RpcChannelOptions { Address = to }), TimeSpan.FromHours(1));
            var late = await Assert.ThrowsAsync<KvErrorException>(() => calls.AskLeaseAsync(1, "", 7, renews: false).AsTask());
            Assert.Same(KvErrors.TimeoutDueToConnectionLost, late.Error);
        }
        finally
        {
            silent.Dispose();
        }
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

    /// <summary>Leaders of which each refuses for another reason, and the last answers.</summary>
    private sealed class Leaders(params KvError[] refusals) : ILeaderCalls
    {
        private readonly Queue<KvError> _refusals = new(refusals);

        public ValueTask<LeaseState> AskLeaseAsync(ulong leader, string group, long lease, bool renews) =>
            _refusals.TryDequeue(out var refusal) ? throw new KvErrorException(refusal) : new(new LeaseState(lease, 60, 42));

        public ValueTask<ulong> ChangeMembersAsync(ulong leader, MemberChange change) => NoLeaderCalls.Instance.ChangeMembersAsync(leader, change);

        public ValueTask<ulong> TransferAsync(ulong leader, ulong target) => NoLeaderCalls.Instance.TransferAsync(leader, target);
    }
}
