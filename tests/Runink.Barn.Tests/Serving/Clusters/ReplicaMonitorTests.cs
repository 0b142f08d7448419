using Runink.Protocol;
using static Runink.Barn.Tests.EtcdCalls;

namespace Runink.Barn.Tests;

/// <summary>Servers that compare what they hold, one of them with a state that somebody changed.</summary>
public sealed class ReplicaMonitorTests
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(200);

    [Fact]
    public async Task A_member_that_differs_is_named_and_refuses_while_the_others_serve_and_another_takes_its_place()
    {
        await using var cluster = await StartAsync(3);
        var (gone, member) = (2, (await StatusAsync(cluster, 2)).Header.MemberId);
        await StartForgedAsync(cluster, gone);
        await using var watch = new WatchClient(cluster[gone]);
        var named = await AlarmAsync(cluster, 1);
        Assert.Equal(member, named.MemberID);
        await ServerCluster.UntilAsync(() => Task.FromResult(cluster.Server(gone).Node.View.IsCorrupt(member)));
        await RefusedAsync(KvErrors.Corrupt, () => cluster[gone].RangeAsync(new RangeRequest { Key = Utf8("a"), Serializable = true }));
        await RefusedAsync(KvErrors.Corrupt, () => cluster[gone].GetAsync("a"));
        await RefusedAsync(KvErrors.Corrupt, () => cluster[gone].PutAsync("a", "2"));
        await RefusedAsync(KvErrors.Corrupt, () => watch.CreateAsync("a"));
        foreach (var number in new[] { 1, 3 })
        {
            await cluster[number].PutAsync($"at-{number}", "1");
            Assert.Equal("1", (await cluster[number].GetAsync("a")).Kvs[0].Value.ToStringUtf8());
        }

        await cluster[1].CallAsync<MemberRemoveRequest, MemberRemoveResponse>(Cluster, "MemberRemove", new MemberRemoveRequest { ID = member });
        await cluster.EndAsync(gone);
        await cluster[1].CallAsync<MemberAddRequest, MemberAddResponse>(
            Cluster, "MemberAdd", new MemberAddRequest { PeerURLs = { cluster.PeerUrl(4) }, IsLearner = true });
        await cluster.JoinAsync(4);
        await cluster[1].CallAsync<AlarmRequest, AlarmResponse>(
            Maintenance, "Alarm", new AlarmRequest { Action = AlarmRequest.Types.AlarmAction.Deactivate, MemberID = member, Alarm = AlarmType.Corrupt });
        Assert.Equal("1", (await cluster[4].GetAsync("a")).Kvs[0].Value.ToStringUtf8());
        await NextIsSameAsync(cluster, 1, 3, 4);
        Assert.Empty(cluster.Server(1).Node.View.Alarms);
    }

    [Fact]
    public async Task A_member_that_differs_in_a_group_refuses_that_group_alone()
    {
        await using var cluster = await StartAsync(3);
        var added = await cluster[1].AddGroupAsync("team");
        await cluster[1].PutInAsync("team", "a", "1");
        foreach (var number in cluster.Numbers) await cluster[number].GetInAsync("team", "a");
        var gone = cluster.Numbers.First(number => cluster.Server(number).Node.Options.MemberId != added.Group.Leader);
        var member = cluster.Server(gone).Node.Options.MemberId;
        await cluster.EndAsync(gone);
        ForgedState.Forge(cluster.DirectoryOf(gone), "a", new(added.Group.Id));
        await cluster.StartAsync(gone);
        var at = cluster.Numbers.First(number => number != gone);
        // What was found the same is compared again at once only when something has happened in it.
        await cluster[at].PutInAsync("team", "b", "1");
        Assert.Equal(member, (await AlarmAsync(cluster, at, "team")).MemberID);
        await ServerCluster.UntilAsync(() => Task.FromResult(cluster.Server(gone).Node.FindGroup("team") is { } team && team.View.IsCorrupt(member)));
        await RefusedAsync(KvErrors.Corrupt, () => cluster[gone].GetInAsync("team", "a"));
        Assert.Equal("1", (await cluster[at].GetInAsync("team", "a")).Kvs[0].Value.ToStringUtf8());
        await cluster[at].PutInAsync("team", "a", "2");
        await cluster[gone].PutAsync("a", "2");
        Assert.Empty(cluster.Server(at).Node.View.Alarms);
    }

    [Fact]
    public async Task A_leader_that_differs_finds_itself_and_hands_over()
    {
        await using var cluster = await StartAsync(3);
        var member = (await StatusAsync(cluster, 1)).Header.MemberId;
        await StartForgedAsync(cluster, 1, startsFirst: true);
        await ServerCluster.UntilAsync(async () => (await StatusAsync(cluster, 2)).Leader is not 0);
        await cluster.Server(2).Node.ProposeAsync(new PutCommand("b"u8.ToArray(), "1"u8.ToArray()));
        await MakeLeaderAsync(cluster, member);
        Assert.Equal(member, (await AlarmAsync(cluster, 2)).MemberID);
        await ServerCluster.UntilAsync(async () => (await StatusAsync(cluster, 2)).Leader is var leader && leader != 0 && leader != member);
        await cluster[2].PutAsync("c", "1");
    }

    [Fact]
    public async Task Of_two_that_differ_nobody_is_named_and_nothing_is_changed_any_more()
    {
        await using var cluster = await StartAsync(2);
        await StartForgedAsync(cluster, 2);
        Assert.Equal(0UL, (await AlarmAsync(cluster, 1)).MemberID);
        for (var i = 1; i <= 2; i++)
        {
            await RefusedAsync(KvErrors.Corrupt, () => cluster[i].PutAsync("a", "2"));
            Assert.Single((await cluster[i].GetAsync("a")).Kvs);
        }
    }

    [Fact]
    public async Task A_member_that_is_compared_first_does_not_start_when_it_differs()
    {
        await using var cluster = await StartAsync(3);
        await cluster.EndAsync(3);
        ForgedState.Forge(cluster.DirectoryOf(3), "a");
        cluster.Configure = options => options with { InitialCorruptCheck = true };
        var refused = await Assert.ThrowsAsync<ReplicaDiffersException>(() => cluster.StartAsync(3));
        Assert.Contains("holds another state", refused.Message, StringComparison.Ordinal);
        await cluster[1].PutAsync("b", "1");
    }

    [Fact]
    public async Task A_member_that_is_compared_first_does_not_start_when_it_differs_from_the_only_one_that_answers()
    {
        await using var cluster = await StartAsync(3);
        await cluster.EndAsync(3);
        ForgedState.Forge(cluster.DirectoryOf(3), "a");
        await cluster.EndAsync(2);
        cluster.Configure = options => options with { InitialCorruptCheck = true };
        await Assert.ThrowsAsync<ReplicaDiffersException>(() => cluster.StartAsync(3));
    }

    [Fact]
    public async Task A_look_by_which_it_stays_open_who_is_wrong_is_not_counted_as_a_difference()
    {
        await using var cluster = await StartAsync(3);
        await cluster.EndAsync(3);
        await StartForgedAsync(cluster, 2);
        await ServerCluster.UntilAsync(() => Task.FromResult(Sum(ReplicaOutcome.Open) > 0));
        Assert.Equal(0, Sum(ReplicaOutcome.Different));
        Assert.Empty(cluster.Server(1).Node.View.Alarms);
        long Sum(ReplicaOutcome outcome) => cluster.Server(1).Comparisons[outcome] + cluster.Server(2).Comparisons[outcome];
    }

    [Fact]
    public async Task A_member_that_is_compared_first_starts_when_all_is_well()
    {
        await using var cluster = await StartAsync(3);
        await cluster.EndAsync(3);
        await cluster[1].PutAsync("b", "1");
        cluster.Configure = options => options with { InitialCorruptCheck = true };
        await cluster.StartAsync(3);
        Assert.Equal("1", (await cluster[3].GetAsync("b")).Kvs[0].Value.ToStringUtf8());
    }

    [Fact]
    public async Task No_alarm_is_raised_while_keys_leases_compactions_and_members_come_and_go()
    {
        await using var cluster = await ServerCluster.StartAsync(3, options => options with { CorruptCheckInterval = TimeSpan.FromMilliseconds(20), SnapshotEntries = 100 });
        using var enough = new CancellationTokenSource(TimeSpan.FromSeconds(3));
        var loads = Enumerable.Range(1, 3).Select(number => LoadAsync(cluster, number, enough.Token)).ToList();
        var added = await cluster[1].CallAsync<MemberAddRequest, MemberAddResponse>(
            Cluster, "MemberAdd", new MemberAddRequest { IsLearner = true, PeerURLs = { cluster.PeerUrl(4) } });
        await cluster.JoinAsync(4);
        await Task.WhenAll(loads);
        await NextIsSameAsync(cluster, 1, 2, 3, 4);
        await cluster[1].CallAsync<MemberRemoveRequest, MemberRemoveResponse>(Cluster, "MemberRemove", new MemberRemoveRequest { ID = added.Member.ID });
        await NextIsSameAsync(cluster, 1, 2, 3);
        Assert.All(Enumerable.Range(1, 3), number => Assert.Equal(0, cluster.Server(number).Comparisons[ReplicaOutcome.Different] + cluster.Server(number).Comparisons[ReplicaOutcome.Open]));
        Assert.Empty(cluster.Server(1).Node.View.Alarms);
    }

    private static async Task<ServerCluster> StartAsync(int members)
    {
        var cluster = await ServerCluster.StartAsync(members, options => options with { CorruptCheckInterval = Interval });
        await cluster[1].PutAsync("a", "1");
        for (var i = 1; i <= members; i++) await cluster[i].GetAsync("a");
        return cluster;
    }

    /// <summary>A member is stopped, its state changed, and it starts again.</summary>
    private static async Task StartForgedAsync(ServerCluster cluster, int number, bool startsFirst = false)
    {
        var others = cluster.Numbers.Where(other => other != number).ToList();
        if (startsFirst) await Task.WhenAll(others.Select(cluster.EndAsync));
        await cluster.EndAsync(number);
        ForgedState.Forge(cluster.DirectoryOf(number), "a");
        if (startsFirst) await Task.WhenAll(others.Append(number).Select(other => cluster.StartAsync(other)));
        else await cluster.StartAsync(number);
    }

    private static async Task MakeLeaderAsync(ServerCluster cluster, ulong member)
    {
        foreach (var number in cluster.Numbers)
        {
            var node = cluster.Server(number).Node;
            if (node.Status.Leader != node.Options.MemberId || node.Options.MemberId == member) continue;
            await cluster[number].CallAsync<MoveLeaderRequest, MoveLeaderResponse>(Maintenance, "MoveLeader", new MoveLeaderRequest { TargetID = member });
        }
    }

    private static async Task LoadAsync(ServerCluster cluster, int number, CancellationToken enough)
    {
        for (var i = 0; !enough.IsCancellationRequested; i++)
        {
            var put = await cluster[number].PutAsync($"k{number}-{i % 50}", new string('v', i % 300));
            // One that compacts behind another is refused.
            if (number == 1 && i % 40 == 39) await cluster[number].CompactAsync(put.Header.Revision);
            if (i % 10 == 9) await cluster[number].GrantAsync(1 + (i % 2));
            if (i % 7 == 6) await cluster[number].DeleteAsync($"k{number}-{i % 50}");
        }
    }

    /// <summary>The alarm that comes.</summary>
    private static async Task<AlarmMember> AlarmAsync(ServerCluster cluster, int at, string? group = null)
    {
        AlarmMember? raised = null;
        await ServerCluster.UntilAsync(async () => (raised = (await cluster[at].CallAsync<AlarmRequest, AlarmResponse>(
            Maintenance, "Alarm", new AlarmRequest { Action = AlarmRequest.Types.AlarmAction.Get }, group: group)).Alarms.SingleOrDefault()) is not null);
        Assert.Equal(AlarmType.Corrupt, raised!.Alarm);
        return raised;
    }

    /// <summary>Another comparison finds that everybody holds the same.</summary>
    private static async Task NextIsSameAsync(ServerCluster cluster, params int[] numbers)
    {
        var before = Sum();
        await ServerCluster.UntilAsync(() => Task.FromResult(Sum() > before + 1));
        long Sum() => numbers.Sum(number => cluster.Server(number).Comparisons[ReplicaOutcome.Same]);
    }

    private static Task<StatusResponse> StatusAsync(ServerCluster cluster, int at) =>
        cluster[at].CallAsync<StatusRequest, StatusResponse>(Maintenance, "Status", new StatusRequest());
}
