using System.Text.Json.Nodes;

namespace Runink.Cli.Tests.EndToEnd.Servers;

/// <summary>A survivor goes on without the majority, which is gone for good: what the runbook says, with real processes.</summary>
public sealed class RecoverTests
{
    [Fact]
    public async Task A_survivor_goes_on_alone_behind_a_fence_and_whoever_comes_back_is_refused()
    {
        using var cluster = await RuniCluster.StartAsync("a", "b", "c");
        Assert.Equal(0, cluster["a"].Ask("kv", "put", "k", "v").ExitCode);
        Assert.Equal(0, cluster["a"].Ask("cluster", "groups", "add", "red").ExitCode);
        Assert.Equal(0, cluster["a"].Ask("kv", "put", "colour", "red", "--group", "red").ExitCode);
        var before = Status(cluster["a"]);
        cluster.Kill("b");
        cluster.Kill("c");
        Assert.Equal(3, Recover(cluster, "a", "--unsafe", "--yes").ExitCode);
        cluster.Kill("a");

        var warned = Recover(cluster, "a", "--yes");
        Assert.Equal(2, warned.ExitCode);
        Assert.Contains("given up for good: ", warned.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("lost with all they hold", warned.Error, StringComparison.Ordinal);
        Assert.Equal(2, Recover(cluster, "a", "--unsafe").ExitCode);
        Assert.Single(Directory.GetDirectories(Path.GetDirectoryName(cluster.File("a"))!, "a*"));

        var recovered = Recover(cluster, "a", "--unsafe", "--yes");
        Assert.True(recovered.ExitCode == 0, $"{recovered}");
        var kept = $"{cluster.File("a")}.{before["clusterId"]}";
        Assert.Contains(kept, recovered.Output, StringComparison.Ordinal);
        Assert.Equal(0, Runi.Run("cluster", "check", kept).ExitCode);
        await cluster.StartAsync("a", cluster.Members(["a", "b", "c"]), "new");
        CheckSurvivor(cluster["a"], before);

        using var old = RuniProcess.Start(Environment.CurrentDirectory, "server", "--insecure", "--name", "b", "--data-dir", cluster.File("b"),
            "--initial-cluster", cluster.Members(["a", "b", "c"]), "--initial-advertise-peer-urls", cluster.PeerUrl("b"),
            "--listen-peer-urls", cluster.PeerUrl("b"), "--listen-client-urls", "http://127.0.0.1:0", "--advertise-client-urls", "http://127.0.0.1:0");
        Wait.Until(() => old.ErrorSoFar.Contains($"not {before["clusterId"]}", StringComparison.Ordinal));
        Assert.Equal(["a"], JsonNode.Parse(cluster["a"].Ask("cluster", "members", "-o", "json").Output)!.AsArray().Select(member => (string)member!["name"]!));
        Assert.Equal(0, cluster["a"].Ask("kv", "put", "k", "x").ExitCode);
    }

    [Fact]
    public async Task A_member_that_is_alone_or_nobody_is_not_recovered()
    {
        using var directory = new TemporaryDirectory();
        using (var server = await RuniServer.StartAsync(directory.File("one"))) Assert.Equal(0, server.Ask("kv", "put", "k", "v").ExitCode);
        Assert.Equal(2, Runi.Run("cluster", "recover", "--unsafe", "--yes", "--data-dir", directory.File("one")).ExitCode);
        Assert.Equal(2, Runi.Run("cluster", "recover", "--unsafe", "--yes", "--data-dir", directory.File("none")).ExitCode);
    }

    private static void CheckSurvivor(RuniServer survivor, JsonNode before)
    {
        Assert.Equal("v\n", Etcdctl.Run(survivor.Url, "get", "k", "--print-value-only"));
        Assert.Equal(0, survivor.Ask("kv", "put", "k", "w").ExitCode);
        Assert.Equal("red", survivor.Ask("kv", "get", "colour", "--group", "red", "--value-only").Output.Trim());
        Assert.Equal(0, survivor.Ask("kv", "put", "colour", "green", "--group", "red").ExitCode);
        var now = Status(survivor);
        Assert.NotEqual((string)before["clusterId"]!, (string)now["clusterId"]!);
        Assert.Equal((string)before["memberId"]!, (string)now["memberId"]!);
        Assert.True((long)now["revision"]! > (long)before["revision"]! + 1_000_000_000);
        Assert.True((long)now["term"]! > (long)before["term"]! + 1_000_000);
        foreach (var command in (string[])["status", "members"])
            Assert.Matches(@"recovered by force: .*a \(.*without .*[bc] \(", survivor.Ask("cluster", command).Output);
        Assert.Contains("recovered by force", survivor.Log, StringComparison.Ordinal);
    }

    private static Outcome Recover(RuniCluster cluster, string name, params string[] flags) =>
        Runi.Run(["cluster", "recover", "--data-dir", cluster.File(name), .. flags]);

    private static JsonNode Status(RuniServer server) =>
        JsonNode.Parse(server.Ask("cluster", "status", "-o", "json").Output)!.AsArray().Single(one => (string?)one!["endpoint"] == server.Url)!;
}
