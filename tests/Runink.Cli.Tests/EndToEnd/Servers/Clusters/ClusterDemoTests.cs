using System.Diagnostics;
using System.Text.Json.Nodes;

namespace Runink.Cli.Tests.EndToEnd.Servers;

public sealed class ClusterDemoTests : IDisposable
{
    private readonly TemporaryDirectory _temporary = new();

    [Fact]
    public async Task A_leader_is_killed_and_nothing_is_lost_or_left_behind()
    {
        // The leader is killed in the second half, as soon as one is known: time enough for an election in between.
        using var demo = Start("--seconds", "16", "--kills", "1", "--election-timeout", "1000", "-o", "json");
        var error = demo.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        var output = await demo.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await demo.WaitForExitAsync(TestContext.Current.CancellationToken);

        Assert.True(demo.ExitCode == 0, await error);
        var summary = JsonNode.Parse(output)!;
        Assert.Equal((0, 1), ((int)summary["lost"]!, (int)summary["kills"]!));
        Assert.True((long)summary["acknowledged"]! > 0);
        Assert.True((long)summary["longestGapMilliseconds"]! > 0);
        Assert.Contains("led, and was killed", await error, StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFileSystemEntries(_temporary.Path));
    }

    [Fact]
    public void Ctrl_C_leaves_nothing_behind()
    {
        using var demo = Start("--election-timeout", "1000");
        var servers = Servers(demo);
        Signals.Send(demo.Id, Signal.Interrupt);
        demo.WaitForExit();

        Assert.Equal(130, demo.ExitCode);
        Assert.DoesNotContain(servers, ProcessTable.IsServer);
        Assert.Empty(Directory.EnumerateFileSystemEntries(_temporary.Path));
    }

    [Fact]
    public void Servers_end_when_the_demo_is_killed()
    {
        using var demo = Start("--election-timeout", "1000");
        var servers = Servers(demo);
        demo.Kill();
        demo.WaitForExit();
        Wait.Until(() => !servers.Any(ProcessTable.IsServer));
    }

    [Theory]
    [InlineData("--seconds", "0")]
    [InlineData("--seconds", "5 --kills 6")]
    [InlineData("--kills", "-1")]
    [InlineData("--election-timeout", "1")]
    public async Task Numbers_that_make_no_sense_are_refused(string option, string value) =>
        Assert.Equal(2, (await Runi.InProcessAsync(["cluster", "demo", option, .. value.Split(' ')])).ExitCode);

    public void Dispose() => _temporary.Dispose();

    private static List<int> Servers(Process demo)
    {
        Wait.Until(() => ProcessTable.ChildrenOf(demo.Id).Count(ProcessTable.IsServer) == 3);
        return [.. ProcessTable.ChildrenOf(demo.Id)];
    }

    private Process Start(params string[] options)
    {
        var start = Runi.StartInfo(_temporary.Path, ["cluster", "demo", .. options]);
        start.Environment["TMPDIR"] = _temporary.Path;
        // What .NET keeps there itself is none of the demo's.
        start.Environment["DOTNET_EnableDiagnostics"] = "0";
        return Process.Start(start)!;
    }
}
