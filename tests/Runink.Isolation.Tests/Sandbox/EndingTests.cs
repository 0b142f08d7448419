using System.Diagnostics;
using Runink.Isolation.Sandbox;

namespace Runink.Isolation.Tests.Sandbox;

/// <summary>How slices end, and that nothing is left of them.</summary>
public sealed class EndingTests : AgentTests
{
    [Fact]
    public async Task A_program_that_is_asked_to_end_can_say_good_bye()
    {
        await using var process = await Agent.Host.StartAsync(
            TestAgent.Shell("trap 'echo bye; exit 3' TERM; echo ready; while :; do sleep 0.01; done"));
        var reader = new StreamReader(process.StandardOutput);
        Assert.Equal("ready", await reader.ReadLineAsync(TestContext.Current.CancellationToken));

        var exit = await process.StopAsync(TimeSpan.FromSeconds(20));

        Assert.Equal((3, null), (exit.Code, exit.Signal));
        Assert.Equal("bye", await reader.ReadLineAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_program_that_does_not_listen_is_killed_with_all_it_started()
    {
        await using var process = await Agent.Host.StartAsync(
            TestAgent.Shell("trap '' TERM; setsid sleep 1000 & echo ready; while :; do sleep 0.01; done"));
        var reader = new StreamReader(process.StandardOutput);
        Assert.Equal("ready", await reader.ReadLineAsync(TestContext.Current.CancellationToken));
        Assert.NotEmpty(Traces.Processes(Agent.Options.Uids));

        var exit = await process.StopAsync(TimeSpan.FromMilliseconds(50));

        Assert.Equal(9, exit.Signal);
        Assert.True(exit.Ran);
        await Traces.NoProcessAsync(Agent.Options.Uids);
    }

    [Fact]
    public async Task What_a_program_left_running_ends_with_it()
    {
        await Agent.LinesAsync("setsid sleep 1000 >/dev/null 2>&1 & (sleep 1000 >/dev/null 2>&1 &) ; true");

        await Traces.NoProcessAsync(Agent.Options.Uids);
    }

    [Fact]
    public async Task A_frozen_slice_can_be_ended()
    {
        await using var process = await Agent.Host.StartAsync(TestAgent.Shell("while :; do sleep 0.01; done"));
        process.Freeze(true);
        process.Kill();

        Assert.Equal(9, (await process.Exit).Signal);
    }

    [Fact]
    public async Task Closing_the_agent_ends_its_slices()
    {
        var agent = TestAgent.Open();
        var processes = new List<SandboxedProcess>();
        for (var i = 0; i < 3; i++) processes.Add(await agent.Host.StartAsync(TestAgent.Shell("sleep 1000")));

        await agent.DisposeAsync();

        Assert.All(processes, process => Assert.True(process.Exit.IsCompletedSuccessfully));
        await Traces.NoProcessAsync(agent.Options.Uids);
        await Assert.ThrowsAsync<ObjectDisposedException>(() => agent.Host.StartAsync(TestAgent.Shell("true")));
    }

    [Fact]
    public async Task Groups_of_a_run_stay_for_its_next_slice_and_go_with_the_next_run()
    {
        var first = TestAgent.Shell("true") with { Name = new($"kept-{Environment.ProcessId}", "first", "s") };
        await Agent.LinesAsync(first);
        var kept = Traces.Cgroups(first.Name.Herd);
        Assert.NotEmpty(kept);
        Assert.All(kept, herd => Assert.True(Directory.Exists(Path.Join(herd, "first"))));

        await Agent.LinesAsync(first with { Name = new(first.Name.Herd, "second", "s") });

        Assert.All(kept, herd => Assert.Equal(["second"], Directory.GetDirectories(herd).Select(Path.GetFileName)));
    }

    [Fact]
    public async Task A_slice_that_outlives_the_next_run_takes_its_groups_along()
    {
        var slow = TestAgent.Shell("cat") with { Name = new($"late-{Environment.ProcessId}", "first", "s") };
        await using var process = await Agent.Host.StartAsync(slow);
        await Agent.LinesAsync(slow with { Arguments = ["-c", "true"], Name = new(slow.Name.Herd, "second", "s") });
        Assert.All(Traces.Cgroups(slow.Name.Herd), herd => Assert.True(Directory.Exists(Path.Join(herd, "first"))));

        process.StandardInput.Close();
        await process.Exit;

        Assert.All(Traces.Cgroups(slow.Name.Herd), herd => Assert.Equal(["second"], Directory.GetDirectories(herd).Select(Path.GetFileName)));
    }

    [Fact]
    public async Task A_start_that_fails_leaves_no_trace()
    {
        var file = Agent.Directory.Write("file", "");
        var spec = TestAgent.Shell("true") with
        {
            Name = new($"failed-{Environment.ProcessId}", "r", "s"),
            Limits = new() { MemoryBytes = long.MaxValue, Cpus = 1e9 },
        };

        await Assert.ThrowsAsync<IsolationException>(() => Agent.Host.StartAsync(spec));
        await Assert.ThrowsAsync<IsolationException>(() => Agent.Host.StartAsync(spec with { Limits = new(), Writable = [new(file)] }));

        Assert.Empty(Traces.Cgroups(spec.Name.Herd));
        Assert.Equal(["lock", "run"], StateOfTheAgent().Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_slice_that_does_not_end_stays_written_down_when_its_agent_is_closed_and_the_next_sweep_ends_it()
    {
        await using var host = SandboxHost.Open(Agent.Options with { Patience = TimeSpan.FromMilliseconds(-1) });
        var stuck = await host.StartAsync(TestAgent.Shell("cat") with { Name = new($"stuck-{Environment.ProcessId}", "r", "s") });
        var slice = Directory.GetDirectories(Agent.Options.StateDirectory).SelectMany(Directory.GetDirectories).Single();
        var groups = SliceDirectory.ReadCgroups(slice);
        Needs.Met(groups.Count > 0, "this needs control groups");
        using var other = await EnterAsync(groups);
        try
        {
            stuck.StandardInput.Close();
            await Assert.ThrowsAsync<SliceNotEndedException>(() => stuck.Exit);
            await host.DisposeAsync();
            Assert.Equal(groups, SliceDirectory.ReadCgroups(slice));
        }
        catch
        {
            other.Kill();
            throw;
        }

        var report = SandboxHost.Sweep(Agent.Options.StateDirectory);
        Assert.Equal((1, 1, 0), (report.Agents, report.Slices, report.Left.Count));
        Assert.False(Directory.Exists(slice));
        Assert.Empty(Traces.Cgroups($"stuck-{Environment.ProcessId}"));
    }

    // Somebody in the groups who is not of the sandbox, so that they are in use when that has ended.
    private static async Task<Process> EnterAsync(IReadOnlyList<string> groups)
    {
        const string script = "for group; do echo 0 >\"$group/cgroup.procs\" || exit; done; echo in; exec sleep 1000";
        var process = Process.Start(new ProcessStartInfo("/bin/sh", ["-c", script, "sh", .. groups]) { RedirectStandardOutput = true, UseShellExecute = false })!;
        Assert.Equal("in", await process.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken));
        return process;
    }

    private IEnumerable<string?> StateOfTheAgent() =>
        Directory.GetFileSystemEntries(Directory.GetDirectories(Agent.Options.StateDirectory).Single()).Select(Path.GetFileName);
}
