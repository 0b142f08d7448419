using System.Runtime.InteropServices;
using Runink.Isolation.Cgroups;
using Runink.Isolation.Sandbox;
using Runink.Isolation.Tests;
using Runink.Pipelines.Planning;
using Runink.Runs.Coordination;
using Runink.Runs.Ledger;
using Runink.Runs.Tests.Slice;

namespace Runink.Runs.Tests.Coordination;

/// <summary>Processes in sandboxes that do the work of one stage after the other. The double says which turn of its process it is.</summary>
public sealed class WarmSliceTests
{
    [Fact]
    public async Task One_process_does_the_stages_of_a_run_one_after_the_other()
    {
        await using var project = new TestProject();
        await RunAsync(project, ["turn ?"], ["turn ?"], ["turn ?"]);
        Assert.Equal(["turn 1", "turn 2", "turn 3"], [.. project.Read("out/0"), .. project.Read("out/1"), .. project.Read("out/2")]);
        Assert.Empty(project.Litter());
    }

    [Fact]
    public async Task The_next_stage_sees_no_file_of_the_one_before_not_even_what_it_left_in_its_work_directory()
    {
        await using var project = new TestProject();
        await RunAsync(
            project, ["write /tmp/left", "write /dev/shm/left", "turn ?"],
            ["see /tmp/left", "see /dev/shm/left", "list /slice/project/data", "turn ?"]);
        Assert.Equal(["/dev/shm/left written", "/tmp/left written", "turn 1"], project.Read("out/0"));
        Assert.Equal(["/dev/shm/left not there", "/slice/project/data holds 1.csv", "/tmp/left not there", "turn 2"], project.Read("out/1"));
    }

    [Fact]
    public async Task Where_none_may_wait_each_stage_has_a_process_of_its_own()
    {
        Need();
        await using var project = new TestProject();
        await using var sandboxes = RunSandboxes.Open(project.Project, Program, mostWarm: 0);
        await RunAsync(project, sandboxes, new Resources(), ["turn ?"], ["turn ?"]);
        Assert.Equal(["turn 1", "turn 1"], [.. project.Read("out/0"), .. project.Read("out/1")]);
        Assert.Empty(project.Litter());
    }

    [Fact]
    public async Task Where_isolation_is_strict_a_process_neither_worked_before_nor_works_again()
    {
        Need();
        await using var project = new TestProject();
        await using var sandboxes = RunSandboxes.Open(project.Project, Program);
        Assert.SkipUnless(sandboxes.Gaps.Count == 0, "this machine cannot isolate strictly");
        var (usual, strict) = (new Resources(), new Resources { Isolation = SliceIsolation.Strict });
        await RunAsync(project, sandboxes, strict, ["turn ?"]);
        Assert.Equal(["turn 1"], project.Read("out/0"));
        await RunAsync(project, sandboxes, usual, ["turn ?"]);
        Assert.Equal(["turn 1"], project.Read("out/0"));
        await RunAsync(project, sandboxes, strict, ["turn ?"]);
        Assert.Equal(["turn 1"], project.Read("out/0"));
        await RunAsync(project, sandboxes, usual, ["turn ?"]);
        Assert.Equal(["turn 2"], project.Read("out/0"));
    }

    [Fact]
    public async Task Where_isolation_is_strict_a_process_that_stays_unasked_is_not_used_again()
    {
        Need();
        await using var project = new TestProject();
        await using var sandboxes = RunSandboxes.Open(project.Project, Program);
        Assert.SkipUnless(sandboxes.Gaps.Count == 0, "this machine cannot isolate strictly");
        await RunAsync(project, sandboxes, new Resources { Isolation = SliceIsolation.Strict }, ["stay ?"]);
        Assert.Equal(["stays True"], project.Read("out/0"));
        await RunAsync(project, sandboxes, new Resources(), ["turn ?"]);
        Assert.Equal(["turn 1"], project.Read("out/0"));
    }

    [Fact]
    public async Task What_failed_is_not_used_again()
    {
        await using var project = new TestProject();
        var result = await RunAsync(project, ["turn ?"], ["fail on purpose"], ["turn ?"]);
        Assert.Equal([StageState.Published, StageState.Failed, StageState.Published], result.Stages.Select(stage => stage.State));
        Assert.Equal(["turn 1"], project.Read("out/2"));
    }

    [Fact]
    public async Task What_holds_too_much_memory_is_not_used_again()
    {
        await using var project = new TestProject();
        await RunAsync(project, ["grow ?"], ["turn ?"]);
        Assert.Equal(["turn 1"], project.Read("out/1"));
    }

    [Fact]
    public async Task What_worked_for_one_herd_never_works_for_another()
    {
        await using var project = new TestProject();
        await using var sandboxes = Host(project);
        var warm = new WarmHosts(most: 2, TimeSpan.FromMinutes(1), TimeProvider.System);
        var host = await StartAsync(sandboxes, project);
        await warm.KeepAsync("finance", host);
        Assert.Null(await warm.TakeAsync("sales", new ResourceLimits()));
        Assert.Same(host, await warm.TakeAsync("finance", new ResourceLimits()));
        Assert.Null(await warm.TakeAsync("finance", new ResourceLimits()));
        await host.DisposeAsync();
    }

    [Fact]
    public async Task No_more_wait_than_may_and_none_for_longer_than_it_may()
    {
        await using var project = new TestProject();
        await using var sandboxes = Host(project);
        var warm = new WarmHosts(most: 1, TimeSpan.FromMinutes(1), new ManualTime(Scenarios.Time));
        var hosts = new[] { await StartAsync(sandboxes, project), await StartAsync(sandboxes, project) };
        var full = new WarmHosts(most: 0, TimeSpan.FromMinutes(1), TimeProvider.System);
        await full.KeepAsync("finance", hosts[0]);
        await warm.KeepAsync("finance", hosts[1]);
        foreach (var host in hosts) await host.EndAsync().WaitAsync(TimeSpan.FromSeconds(30), TestProject.Cancellation);
        Assert.Null(await full.TakeAsync("finance", new ResourceLimits()));
        Assert.Null(await warm.TakeAsync("finance", new ResourceLimits()));
    }

    [Fact]
    public async Task One_that_was_killed_while_it_waited_is_not_used_again()
    {
        await using var project = new TestProject();
        await using var sandboxes = Host(project);
        var warm = new WarmHosts(most: 1, TimeSpan.FromMinutes(1), TimeProvider.System);
        var host = await StartAsync(sandboxes, project);
        await warm.KeepAsync("finance", host);
        host.Kill();
        await host.Gone.WaitAsync(TimeSpan.FromSeconds(30), TestProject.Cancellation);
        Assert.Null(await warm.TakeAsync("finance", new ResourceLimits()));
    }

    [Fact]
    public async Task One_that_is_killed_before_it_has_its_files_is_known_to_have_been_killed()
    {
        await using var project = new TestProject();
        await using var sandboxes = Host(project);
        await using var host = await StartAsync(sandboxes, project);
        host.Kill();
        await host.Gone.WaitAsync(TimeSpan.FromSeconds(30), TestProject.Cancellation);
        var ended = await Assert.ThrowsAsync<SliceEndedEarlyException>(() => host.FurnishAsync(new SandboxFiles(), project.PathOf("host.log")));
        Assert.Equal(9, ended.Exit.Signal);
        Assert.Contains("before it had its files", ended.Message, StringComparison.Ordinal);
    }

    private static RuniProgram Program => RuniProgram.Of(
        TestProject.SliceProgram, TestProject.SliceProgram + ".dll", AppContext.BaseDirectory, RuntimeEnvironment.GetRuntimeDirectory());

    private static SandboxHost Host(TestProject project)
    {
        Need();
        return SandboxHost.Open(new SandboxHostOptions { StateDirectory = project.PathOf(".runink/sandboxes") });
    }

    private static Task<EngineHost> StartAsync(SandboxHost sandboxes, TestProject project)
    {
        var program = Program;
        var spec = new SandboxSpec
        {
            Name = new SliceName("test", "run", "slice"),
            Program = program.InnerExecutable,
            Arguments = [.. program.InnerArguments, "slice"],
            Environment = program.Environment,
            Readable = program.Files,
            WorkingDirectory = "/",
            Furnishable = true,
        };
        return EngineHost.StartAsync(sandboxes, spec, project.PathOf("host.log"), TestProject.Cancellation);
    }

    private static void Need()
    {
        Needs.Bubblewrap();
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "only root can give files to a sandbox that runs");
    }

    private static async Task<RunResult> RunAsync(TestProject project, params string[][] inputs)
    {
        Need();
        await using var sandboxes = RunSandboxes.Open(project.Project, Program);
        return await RunAsync(project, sandboxes, new Resources(), inputs);
    }

    /// <summary>Runs a stage for each of these inputs.</summary>
    private static async Task<RunResult> RunAsync(TestProject project, RunSandboxes sandboxes, Resources resources, params string[][] inputs)
    {
        var plans = new List<ScenarioPlan>();
        foreach (var (index, questions) in inputs.Index())
        {
            project.Write($"data/{index}.csv", string.Concat(questions.Select(question => question + "\n")));
            plans.Add(Scenarios.Copy(from: $"data/{index}.csv", to: $"out/{index}", letters: null, name: $"Stage {index}") with { Resources = resources });
        }

        // Nothing is stopped here: a grace that is over on a busy machine would end a process that is to be used again.
        var environment = project.Environment with { Launcher = sandboxes.Slices, StopGrace = TimeSpan.FromMinutes(1) };
        return await project.RunAsync(Scenarios.Request([.. plans]), environment);
    }
}
