using Runink.Isolation.Cgroups;
using Runink.Isolation.Processes;
using Runink.Isolation.Sandbox;

namespace Runink.Isolation.Tests.Sandbox;

/// <summary>Sweeps over what agents are made to have left: what rarely happens by itself.</summary>
public sealed class SliceSweeperTests : IDisposable
{
    private readonly TemporaryDirectory _state = new();

    public void Dispose() => _state.Dispose();

    [Fact]
    public async Task A_slice_that_lived_on_without_groups_is_found_by_its_lock()
    {
        var (child, slice) = await OrphanAsync([]);

        var report = SliceSweeper.Sweep(_state.Path);

        Assert.Equal((1, 1, 0), (report.Agents, report.Slices, report.Left.Count));
        Assert.Equal(137, await child.Exit);
        Assert.False(Directory.Exists(slice));
        Assert.Empty(Directory.GetDirectories(_state.Path));
    }

    [Fact]
    public async Task A_slice_that_lived_on_in_its_groups_is_killed_with_all_in_them()
    {
        await using var agent = TestAgent.Open();
        var groups = SliceCgroup.DirectoriesOf(CgroupAccess.Usable(), new(), [$"orphan-{Environment.ProcessId}", "r", "s"]);
        foreach (var group in groups) Directory.CreateDirectory(Path.Join(group, "beneath"));
        var (child, _) = await OrphanAsync(
            groups,
            "for g in $GROUPS_TO_ENTER; do echo 0 > $g/beneath/cgroup.procs; done; (trap '' TERM; exec 3>&-; sleep 1000) & sleep 1000");
        await Eventually.HoldsAsync(() => groups.All(group => CgroupFile.Read(Path.Join(group, "beneath"), "cgroup.procs").Split('\n').Length >= 4));

        SliceSweeper.Sweep(_state.Path);

        Assert.Equal(137, await child.Exit);
        Assert.All(groups, group => Assert.False(Directory.Exists(Path.GetDirectoryName(group))));
        Assert.Empty(Directory.GetDirectories(_state.Path));
    }

    [Fact]
    public async Task Groups_around_a_slice_that_was_not_made_yet_are_removed()
    {
        await using var agent = TestAgent.Open();
        var groups = SliceCgroup.DirectoriesOf(CgroupAccess.Usable(), new(), [$"begun-{Environment.ProcessId}", "r", "s"]);
        foreach (var group in groups) Directory.CreateDirectory(Path.GetDirectoryName(group)!);
        var slice = SliceDirectory.Make(Directory.CreateDirectory(Path.Join(_state.Path, "agent")).FullName, "slice");
        slice.WriteCgroups(groups);
        slice.Lock.Dispose();

        Assert.Empty(SliceSweeper.Sweep(_state.Path).Left);

        Assert.Empty(Traces.Cgroups($"begun-{Environment.ProcessId}"));
    }

    [Fact]
    public void An_agent_that_died_before_it_wrote_anything_down_is_removed()
    {
        Directory.CreateDirectory(Path.Join(_state.Path, "a"));
        Directory.CreateDirectory(Path.Join(_state.Path, "b", "slice"));

        var report = SliceSweeper.Sweep(_state.Path);

        Assert.Equal((2, 1), (report.Agents, report.Slices));
        Assert.Empty(Directory.GetDirectories(_state.Path));
    }

    [Fact]
    public void An_agent_that_lives_is_not_touched()
    {
        using var agent = AgentDirectory.Make(_state.Path);
        using var slice = SliceDirectory.Make(agent.Path, "slice");

        Assert.Equal(0, SliceSweeper.Sweep(_state.Path).Agents);
        Assert.True(Directory.Exists(slice.Path));
    }

    [Fact]
    public void Agents_that_come_and_go_at_once_are_not_in_each_others_way()
    {
        Parallel.For(0, 1_000, new ParallelOptions { MaxDegreeOfParallelism = 8 }, _ =>
        {
            SliceSweeper.Sweep(_state.Path);
            using var agent = AgentDirectory.Make(_state.Path);
            for (var slice = 0; slice < 8; slice++) Directory.CreateDirectory(Path.Join(agent.Path, $"slice-{slice}"));
        });
        SliceSweeper.Sweep(_state.Path);
        Assert.Empty(Directory.GetDirectories(_state.Path));
    }

    [Fact]
    public async Task A_program_that_a_dead_agent_was_just_starting_is_waited_for()
    {
        // It has the agent's lock open as if it were not yet the program, and lets go of it a moment later.
        var agent = Directory.CreateDirectory(Path.Join(_state.Path, "agent")).FullName;
        var held = KernelLock.TryAcquire(Path.Join(agent, AgentDirectory.LockFile))!;
        held.Write("1 999999999999");
        var sweep = Task.Run(() => SliceSweeper.Sweep(_state.Path), TestContext.Current.CancellationToken);
        await Task.WhenAny(sweep, Task.Delay(50, TestContext.Current.CancellationToken));
        Assert.False(sweep.IsCompleted);

        held.Dispose();

        Assert.Equal(1, (await sweep).Agents);
        Assert.Empty(Directory.GetDirectories(_state.Path));
    }

    [Fact]
    public void A_state_directory_that_is_not_there_is_clean() => Assert.Equal(0, SliceSweeper.Sweep(Path.Join(_state.Path, "none")).Agents);

    private async Task<(ChildProcess Child, string Slice)> OrphanAsync(IReadOnlyList<string> groups, string script = "exec sleep 1000")
    {
        // Nobody holds the agent's lock, as if it had died; the slice's is held by the child alone.
        var agent = Directory.CreateDirectory(Path.Join(_state.Path, "agent")).FullName;
        var slice = SliceDirectory.Make(agent, "slice");
        slice.WriteCgroups(groups);
        using var descriptors = new DescriptorTable();
        using var pipes = StandardPipes.Make(descriptors);
        descriptors.Lend(slice.Lock.Handle);
        var child = await ChildProcess.StartAsync(new()
        {
            Program = "/bin/sh",
            Arguments = ["-c", script],
            Environment = [$"GROUPS_TO_ENTER={string.Join(' ', groups)}", "PATH=/usr/bin:/bin"],
            Descriptors = descriptors.Mappings,
        });
        slice.Lock.Handle.Dispose();
        return (child, slice.Path);
    }
}
