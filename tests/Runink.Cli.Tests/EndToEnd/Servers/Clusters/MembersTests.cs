using System.Text.Json.Nodes;

namespace Runink.Cli.Tests.EndToEnd.Servers;

/// <summary>The life of a cluster by the commands that an operator has.</summary>
public sealed class MembersTests
{
    [Fact]
    public async Task A_member_is_added_promoted_made_leader_and_removed()
    {
        using var cluster = await RuniCluster.StartAsync("a", "b", "c");
        var any = cluster["a"];
        Assert.Equal(0, any.Ask("kv", "put", "k", "v").ExitCode);

        var added = any.Ask("cluster", "add", "d", cluster.PeerUrl("d"));
        Assert.True(added.ExitCode == 0, $"{added}");
        Assert.Contains($"d={cluster.PeerUrl("d")}", Initial(added.Output), StringComparison.Ordinal);
        Assert.Equal(6, any.Ask("cluster", "promote", IdOf(added.Output), "--wait", "300ms").ExitCode);
        await cluster.StartAsync("d", Initial(added.Output), "existing");
        Assert.Contains("learner", any.Ask("cluster", "status").Output, StringComparison.Ordinal);
        var promoted = any.Ask("cluster", "promote", "d", "--wait", "20s");
        Assert.True(promoted.ExitCode == 0, $"{promoted}");

        var moved = any.Ask("cluster", "transfer", "d");
        Assert.True(moved.ExitCode == 0, $"{moved}");
        Assert.Equal("d", Leader(any));
        Assert.Equal(0, any.Ask("cluster", "transfer").ExitCode);
        Assert.NotEqual("d", Leader(any));

        Assert.Equal(0, any.Ask("cluster", "verify").ExitCode);
        Assert.Equal(2, any.Ask("cluster", "remove", "d").ExitCode);
        Assert.Equal(3, any.Ask("cluster", "remove", "nobody", "--yes").ExitCode);
        var removed = any.Ask("cluster", "remove", "d", "--yes");
        Assert.True(removed.ExitCode == 0, $"{removed}");
        Assert.Equal(["a", "b", "c"], Names(any));
    }

    [Fact]
    public async Task The_status_of_one_tells_of_all_and_of_those_that_do_not_answer()
    {
        using var cluster = await RuniCluster.StartAsync("a", "b", "c");
        var status = JsonNode.Parse(cluster["a"].Ask("cluster", "status", "-o", "json").Output)!.AsArray();
        Assert.Equal(["a", "b", "c"], status.Select(one => (string)one!["name"]!).Order());
        Assert.Single(status, one => (string)one!["role"]! == "leader");

        cluster.Kill("c");
        var outcome = cluster["a"].Ask("cluster", "status", "--timeout", "2s");
        Assert.True(outcome.ExitCode == 5, $"{outcome}");
        Assert.Equal(5, cluster["a"].Ask("cluster", "verify", "--timeout", "2s").ExitCode);
    }

    [Fact]
    public async Task A_member_that_moves_is_known_by_its_new_url()
    {
        using var cluster = await RuniCluster.StartAsync("a", "b", "c");
        var other = $"http://127.0.0.1:{FreePort.Next()}";
        Assert.Equal(0, cluster["a"].Ask("cluster", "update", "b", other).ExitCode);
        Assert.Contains(other, cluster["c"].Ask("cluster", "members").Output, StringComparison.Ordinal);
        Assert.Equal(2, cluster["a"].Ask("cluster", "update", "b", "no url").ExitCode);
    }

    /// <summary>What the runbook for a lost majority says.</summary>
    [Fact]
    public async Task The_state_of_a_survivor_without_a_majority_begins_a_new_cluster()
    {
        using var cluster = await RuniCluster.StartAsync("a", "b", "c");
        Assert.Equal(0, cluster["a"].Ask("kv", "put", "k", "v").ExitCode);
        cluster.Kill("b");
        cluster.Kill("c");
        Assert.NotEqual(0, cluster["a"].Ask("kv", "put", "k", "w", "--timeout", "1s").ExitCode);
        var saved = cluster["a"].Ask("cluster", "snapshot", "save", cluster.File("saved"));
        Assert.True(saved.ExitCode == 0, $"{saved}");

        var restored = Runi.Run("cluster", "snapshot", "restore", cluster.File("saved"), "--data-dir", cluster.File("new"), "--initial-cluster-token", "second");
        Assert.True(restored.ExitCode == 0, $"{restored}");
        using var alone = await RuniServer.StartAsync(cluster.File("new"), "--initial-cluster-token", "second");
        Assert.Equal("v\n", Etcdctl.Run(alone.Url, "get", "k", "--print-value-only"));
    }

    private static string IdOf(string added) => added.Split(' ')[1];

    private static string Initial(string added) =>
        added.Split('\n').Single(line => line.StartsWith("RUNINK_INITIAL_CLUSTER=", StringComparison.Ordinal))["RUNINK_INITIAL_CLUSTER=".Length..].Trim('\'');

    private static string? Leader(RuniServer server)
    {
        string? leader = null;
        // Others learn of a new leader with its first heartbeat.
        Wait.Until(() => (leader = Status(server).Where(one => (string?)one!["role"] == "leader").Select(one => (string?)one!["name"]).SingleOrDefault()) is not null
            && Status(server).All(one => (string?)one!["role"] is "leader" or "follower"));
        return leader;
    }

    private static JsonArray Status(RuniServer server) => JsonNode.Parse(server.Ask("cluster", "status", "-o", "json").Output)!.AsArray();

    private static IEnumerable<string> Names(RuniServer server) =>
        JsonNode.Parse(server.Ask("cluster", "members", "-o", "json").Output)!.AsArray().Select(member => (string)member!["name"]!).Order();
}
