using System.Text.Json.Nodes;

namespace Runink.Cli.Tests.EndToEnd.Servers;

/// <summary>A new cluster out of what was saved of an old one, with real processes.</summary>
public sealed class RestoreTests
{
    private static readonly string[] Names = ["a", "b", "c"];

    [Fact]
    public async Task A_cluster_that_had_removed_a_founder_is_restored_at_the_same_addresses()
    {
        using var old = await RuniCluster.StartAsync(Names);
        Assert.Equal(0, old["a"].Ask("kv", "put", "k", "v").ExitCode);
        old.Kill("c");
        // It may have led: the two that are left elect another first.
        Wait.Until(() => old["a"].Ask("kv", "get", "k").ExitCode == 0);
        var removed = old["a"].Ask("cluster", "remove", "c", "--yes", "--timeout", "20s");
        Assert.True(removed.ExitCode == 0, $"{removed}");
        var saved = old["a"].Ask("cluster", "snapshot", "save", old.File("saved"));
        Assert.True(saved.ExitCode == 0, $"{saved}");
        old.Kill("a");
        old.Kill("b");

        foreach (var name in Names) Restore(old, name);
        var starting = Names.Select(name => StartAsync(old, name)).ToList();
        try
        {
            var servers = await Task.WhenAll(starting);
            Assert.All(servers, server => Assert.Equal("v\n", Etcdctl.Run(server.Url, "get", "k", "--print-value-only")));
            Assert.Equal(0, servers[2].Ask("kv", "put", "k", "w").ExitCode);
            // A member tells its name once it serves.
            Wait.Until(() => MembersOf(servers[0]).SequenceEqual(Names));
        }
        finally
        {
            foreach (var one in starting.Where(one => one.IsCompletedSuccessfully)) (await one).Dispose();
        }
    }

    [Fact]
    public async Task A_directory_whose_snapshot_is_missing_is_damaged()
    {
        using var directory = new TemporaryDirectory();
        var (saved, data) = (directory.File("saved"), directory.File("data"));
        using (var server = await RuniServer.StartAsync(directory.File("old")))
        {
            Assert.Equal(0, server.Ask("kv", "put", "k", "v").ExitCode);
            Assert.Equal(0, server.Ask("cluster", "snapshot", "save", saved).ExitCode);
        }

        Assert.Equal(0, Runi.Run("cluster", "snapshot", "restore", saved, "--data-dir", data).ExitCode);
        var snapshot = Assert.Single(Directory.GetFiles(Path.Combine(data, "snap")));
        File.Delete(snapshot);

        var check = Runi.Run("cluster", "check", data);
        Assert.Equal(1, check.ExitCode);
        Assert.Contains(Path.GetFileName(snapshot), check.Output, StringComparison.Ordinal);
        var start = Runi.Run(["server", "--insecure", "--data-dir", data, .. RuniServer.Anywhere("http")]);
        Assert.Equal(1, start.ExitCode);
        Assert.Contains("R6113", start.Error, StringComparison.Ordinal);
        Assert.Contains(Path.GetFileName(snapshot), start.Error, StringComparison.Ordinal);
    }

    private static void Restore(RuniCluster old, string name)
    {
        var outcome = Runi.Run("cluster", "snapshot", "restore", old.File("saved"), "--data-dir", old.File($"new-{name}"), "--name", name,
            "--initial-advertise-peer-urls", old.PeerUrl(name), "--initial-cluster", old.Members(Names));
        Assert.True(outcome.ExitCode == 0, $"{outcome}");
    }

    private static Task<RuniServer> StartAsync(RuniCluster old, string name) => RuniServer.StartAsync(
        old.File($"new-{name}"), "--name", name, "--heartbeat-interval", "100", "--election-timeout", "1000",
        "--initial-cluster", old.Members(Names), "--initial-advertise-peer-urls", old.PeerUrl(name), "--listen-peer-urls", old.PeerUrl(name));

    private static IEnumerable<string> MembersOf(RuniServer server) =>
        JsonNode.Parse(server.Ask("cluster", "members", "-o", "json").Output)!.AsArray().Select(member => (string)member!["name"]!).Order();
}
