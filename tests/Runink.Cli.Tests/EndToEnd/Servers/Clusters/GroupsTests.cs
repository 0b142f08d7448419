using System.Text.Json.Nodes;

namespace Runink.Cli.Tests.EndToEnd.Servers;

/// <summary>Groups by the commands that an operator has, on real processes.</summary>
public sealed class GroupsTests
{
    [Fact]
    public async Task Groups_are_added_used_survive_the_kill_of_a_leader_and_are_removed()
    {
        using var cluster = await RuniCluster.StartAsync("a", "b", "c");
        var any = cluster["a"];
        foreach (var name in new[] { "red", "green", "blue" })
        {
            var added = await AskAsync(any, "cluster", "groups", "add", name);
            Assert.True(added.ExitCode == 0, $"{added}");
            Assert.Equal(0, (await AskAsync(any, "kv", "put", "colour", name, "--group", name)).ExitCode);
        }

        Assert.Equal("green", (await AskAsync(cluster["b"], "kv", "get", "colour", "--group", "green", "--value-only")).Output.Trim());
        Assert.DoesNotContain("green", (await AskAsync(any, "kv", "get", "colour")).Output, StringComparison.Ordinal);
        Assert.Equal(["sys", "red", "green", "blue"], Groups(any).Select(group => (string)group!["name"]!));
        // Who is busy may miss its turn to lead, and is given it back once things are calm.
        Wait.Until(
            () => Groups(any).Skip(1).Select(group => (string?)group!["leader"]).OfType<string>().Distinct().Count() == 3,
            () => Groups(any).ToJsonString());

        // Each member leads one of them, so one of them has lost its leader.
        cluster.Kill("c");
        foreach (var name in new[] { "red", "green", "blue" })
        {
            var put = await AskAsync(any, "kv", "put", "colour", "white", "--group", name, "--timeout", "20s");
            Assert.True(put.ExitCode == 0, $"{name}: {put}");
        }

        Assert.Equal(2, (await AskAsync(any, "cluster", "groups", "remove", "red")).ExitCode);
        Assert.Equal(0, (await AskAsync(any, "cluster", "groups", "remove", "red", "--yes")).ExitCode);
        var gone = await AskAsync(any, "kv", "get", "colour", "--group", "red");
        Assert.Equal(3, gone.ExitCode);
        Assert.Contains("group not found: red", gone.Error, StringComparison.Ordinal);
    }

    private static JsonArray Groups(RuniServer server) =>
        JsonNode.Parse(server.Ask("cluster", "groups", "list", "-o", "json", "--timeout", "20s").Output)!.AsArray();

    private static Task<Outcome> AskAsync(RuniServer server, params string[] line) => Runi.InProcessAsync([.. line, "--endpoints", server.Url]);
}
