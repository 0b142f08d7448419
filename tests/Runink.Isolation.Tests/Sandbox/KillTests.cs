using System.Diagnostics;
using System.Globalization;
using Runink.Isolation.Sandbox;

namespace Runink.Isolation.Tests.Sandbox;

/// <summary>
/// An agent is a real process and is killed at random moments. RUNINK_SEED replays a series, RUNINK_KILLS sets its length.
/// </summary>
public sealed class KillTests : AgentTests
{
    private const int DefaultKills = 20;
    private const int LatestMilliseconds = 200;

    [Fact]
    public async Task An_agent_killed_at_any_moment_leaves_nothing_after_the_next_sweep()
    {
        var random = Seed.Draw();
        var kills = int.TryParse(Environment.GetEnvironmentVariable("RUNINK_KILLS"), out var given) ? given : DefaultKills;
        var swept = 0;
        for (var round = 0; round < kills; round++)
        {
            var users = TestAgent.FreshRange();
            var herd = $"killed-{Environment.ProcessId}-{round}";
            await KillOneAsync(users, herd, random.Next(LatestMilliseconds));

            var report = SandboxHost.Sweep(Agent.Options.StateDirectory);

            Assert.Empty(report.Left);
            swept += report.Slices;
            await Traces.NoProcessAsync(users);
            Assert.Empty(Traces.Cgroups(herd));
            Assert.Empty(Traces.Mounts(Agent.Directory.Path));
            Assert.Single(Directory.GetDirectories(Agent.Options.StateDirectory));
        }

        Assert.True(swept >= kills / 2, $"only {swept} slices were there to be swept: the test shows too little");
    }

    [Fact]
    public async Task An_agent_that_lives_is_left_alone()
    {
        await using var process = await Agent.Host.StartAsync(TestAgent.Shell("echo up; cat"));
        var reader = new StreamReader(process.StandardOutput);
        Assert.Equal("up", await reader.ReadLineAsync(TestContext.Current.CancellationToken));
        await using var other = SandboxHost.Open(Agent.Options);

        Assert.Equal(0, SandboxHost.Sweep(Agent.Options.StateDirectory).Slices);

        await process.StandardInput.WriteAsync("still here\n"u8.ToArray(), TestContext.Current.CancellationToken);
        process.StandardInput.Close();
        Assert.Equal("still here", await reader.ReadLineAsync(TestContext.Current.CancellationToken));
        Assert.Equal(0, (await process.Exit).Code);
    }

    private async Task KillOneAsync(UidRange users, string herd, int milliseconds)
    {
        var staging = Agent.Directory.Make(herd);
        var start = new ProcessStartInfo(
            Path.Join(AppContext.BaseDirectory, "Runink.Isolation.Tests.Agent"),
            [
                "without-end", Agent.Options.StateDirectory, Agent.Options.UidDirectory,
                users.First.ToString(CultureInfo.InvariantCulture), herd, staging,
            ])
        {
            RedirectStandardOutput = true,
            UseShellExecute = false,
        };
        using var agent = Process.Start(start)!;

        // The moments that matter come once the runtime is up; every fourth agent dies before.
        if (milliseconds % 4 != 0) await agent.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken);
        await Task.Delay(milliseconds, TestContext.Current.CancellationToken);
        agent.Kill();
        await agent.WaitForExitAsync(TestContext.Current.CancellationToken);
    }
}
