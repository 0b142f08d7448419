using System.Text.Json.Nodes;
using Runink.Barn.Client.Tests;

namespace Runink.Cli.Tests.EndToEnd.Servers;

/// <summary>The life of a cluster by the commands that an operator has.</summary>
public sealed class MembersTests
{
    [Fact]
    public async Task A_member_is_added_promoted_made_leader_and_removed()
    {
        using var cluster = await RuniCluster.StartAsync("a", "b", "c");
        var any = cluster["a"];
        Assert.Equal(0, (await AskAsync(any, "kv", "put", "k", "v")).ExitCode);

        var added = await AskAsync(any, "cluster", "add", "d", cluster.PeerUrl("d"));
        Assert.True(added.ExitCode == 0, $"{added}");
        Assert.Contains($"d={cluster.PeerUrl("d")}", Initial(added.Output), StringComparison.Ordinal);
        await cluster.StartAsync("d", Initial(added.Output), "existing");
        // A member tells its name and where clients reach it once it serves.
        Wait.Until(() => Status(any).Any(one => (string?)one!["role"] == "learner"));
        var promoted = await AskAsync(any, "cluster", "promote", "d", "--wait", "20s");
        Assert.True(promoted.ExitCode == 0, $"{promoted}");

        var moved = await AskAsync(any, "cluster", "transfer", "d");
        Assert.True(moved.ExitCode == 0, $"{moved}");
        Assert.Equal("d", Leader(any));
        Assert.Equal(0, (await AskAsync(any, "cluster", "transfer")).ExitCode);
        Assert.NotEqual("d", Leader(any));

        Assert.Equal(0, (await AskAsync(any, "cluster", "verify")).ExitCode);
        Assert.Equal(2, (await AskAsync(any, "cluster", "remove", "d")).ExitCode);
        Assert.Equal(3, (await AskAsync(any, "cluster", "remove", "nobody", "--yes")).ExitCode);
        var removed = await AskAsync(any, "cluster", "remove", "d", "--yes");
        Assert.True(removed.ExitCode == 0, $"{removed}");
        Assert.Equal(["a", "b", "c"], Names(any));
    }

    [Fact]
    public async Task The_status_of_one_tells_of_all_and_of_those_that_do_not_answer()
    {
        using var cluster = await RuniCluster.StartAsync("a", "b", "c");
        Assert.NotNull(Leader(cluster["a"]));
        var status = JsonNode.Parse((await AskAsync(cluster["a"], "cluster", "status", "-o", "json")).Output)!.AsArray();
        Assert.Equal(["a", "b", "c"], status.Select(one => (string)one!["name"]!).Order());
        Assert.Single(status, one => (string)one!["role"]! == "leader");

        cluster.Kill("c");
        var outcome = await AskAsync(cluster["a"], "cluster", "status", "--timeout", "2s");
        Assert.True(outcome.ExitCode == 5, $"{outcome}");
        Assert.Equal(5, (await AskAsync(cluster["a"], "cluster", "verify", "--timeout", "2s")).ExitCode);
    }

    [Fact]
    public async Task A_member_that_moves_is_known_by_its_new_url()
    {
        using var cluster = await RuniCluster.StartAsync("a", "b", "c");
        var other = $"http://127.0.0.1:{FreePort.Take()}";
        Assert.Equal(0, (await AskAsync(cluster["a"], "cluster", "update", "b", other)).ExitCode);
        Assert.Contains(other, (await AskAsync(cluster["c"], "cluster", "members")).Output, StringComparison.Ordinal);
        Assert.Equal(2, (await AskAsync(cluster["a"], "cluster", "update", "b", "no url")).ExitCode);
    }

    /// <summary>What the runbook for a lost majority says.</summary>
    [Fact]
    public async Task The_state_of_a_survivor_without_a_majority_begins_a_new_cluster()
    {
        using var cluster = await RuniCluster.StartAsync("a", "b", "c");
        Assert.Equal(0, (await AskAsync(cluster["a"], "kv", "put", "k", "v")).ExitCode);
        cluster.Kill("b");
        cluster.Kill("c");
        Assert.NotEqual(0, (await AskAsync(cluster["a"], "kv", "put", "k", "w", "--timeout", "1s")).ExitCode);
        var saved = await AskAsync(cluster["a"], "cluster", "snapshot", "save", cluster.File("saved"));
        Assert.True(saved.ExitCode == 0, $"{saved}");

        var restored = Runi.Run("cluster", "snapshot", "restore", cluster.File("saved"), "--data-dir", cluster.File("new"), "--initial-cluster-token", "second");
        Assert.True(restored.ExitCode == 0, $"{restored}");
        using var alone = await RuniServer.StartAsync(cluster.File("new"), "--initial-cluster-token", "second");
        Assert.Equal("v\n", Etcdctl.Run(alone.Url, "get", "k", "--print-value-only"));
    }

    [Fact]
    public async Task A_snapshot_begins_a_new_cluster_of_three()
    {
        using var directory = new TemporaryDirectory();
        var file = directory.File("saved");
        using (var old = await RuniServer.StartAsync(directory.File("old")))
        {
            Assert.Equal(0, (await AskAsync(old, "kv", "put", "k", "v")).ExitCode);
            Assert.Equal(0, (await AskAsync(old, "cluster", "snapshot", "save", file)).ExitCode);
        }

        using var cluster = await RuniCluster.RestoreAsync(file, "a", "b", "c");
        Assert.All(cluster.Running, name => Assert.Equal("v\n", Etcdctl.Run(cluster[name].Url, "get", "k", "--print-value-only")));
        Assert.Equal(0, (await AskAsync(cluster["b"], "kv", "put", "k", "w")).ExitCode);
        Assert.Equal(0, (await AskAsync(cluster["c"], "cluster", "verify")).ExitCode);
        Assert.Equal(["a", "b", "c"], Names(cluster["a"]));

        var refused = Runi.Run("cluster", "snapshot", "restore", file, "--data-dir", directory.File("d"), "--name", "d", "--initial-cluster", "a=http://127.0.0.1:2380");
        Assert.Equal(2, refused.ExitCode);
        Assert.False(Directory.Exists(directory.File("d")));
    }

    [Fact]
    public async Task A_restored_member_that_is_alone_takes_others_in()
    {
        using var directory = new TemporaryDirectory();
        var file = directory.File("saved");
        using (var old = await RuniServer.StartAsync(directory.File("old")))
        {
            Assert.Equal(0, (await AskAsync(old, "kv", "put", "k", "v")).ExitCode);
            Assert.Equal(0, (await AskAsync(old, "cluster", "snapshot", "save", file)).ExitCode);
        }

        using var cluster = await RuniCluster.RestoreAsync(file, "a");
        var added = await AskAsync(cluster["a"], "cluster", "add", "b", cluster.PeerUrl("b"));
        Assert.Contains($"a={cluster.PeerUrl("a")}", Initial(added.Output), StringComparison.Ordinal);
        await cluster.StartAsync("b", Initial(added.Output), "existing");
        Wait.Until(() => Names(cluster["a"]).Contains("b"));
        Assert.Equal(0, (await AskAsync(cluster["a"], "cluster", "promote", "b", "--wait", "20s")).ExitCode);
        Assert.Equal("v\n", Etcdctl.Run(cluster["b"].Url, "get", "k", "--print-value-only"));
    }

    private static Task<Outcome> AskAsync(RuniServer server, params string[] line) => Runi.InProcessAsync([.. line, "--endpoints", server.Url]);

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
