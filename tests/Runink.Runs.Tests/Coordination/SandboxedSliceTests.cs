using System.Diagnostics;
using System.Runtime.InteropServices;
using Runink.Isolation.Tests;
using Runink.Runs.Coordination;
using Runink.Runs.Ledger;
using Runink.Runs.Tests.Slice;

namespace Runink.Runs.Tests.Coordination;

/// <summary>
/// Slices in real sandboxes. The slice is a double that says of paths in its records what it finds there; it is started, furnished and
/// judged as a real one is.
/// </summary>
public sealed class SandboxedSliceTests
{
    [Fact]
    public async Task A_run_in_sandboxes_publishes_what_one_without_publishes()
    {
        await using var project = new TestProject();
        var plan = Scenarios.Copy();
        await project.RunHereAsync(plan);
        var expected = project.Read("out/silver");
        var result = await RunAsync(project, Scenarios.Copy(), Scenarios.Copy(from: "out/silver", to: "out/gold.csv", letters: null, name: "Gold"));
        Assert.Equal(RunState.Succeeded, result.Run.State);
        Assert.Equal(expected, project.Read("out/silver"));
        Assert.Equal(expected, project.Read("out/gold.csv"));
        Assert.Empty(project.Litter());
    }

    [Fact]
    public async Task A_slice_sees_its_inputs_and_nothing_else_of_the_project()
    {
        await using var project = new TestProject();
        project.Write("data/other.csv", "private\n");
        project.Write(".runink/keys/masking.key", "secret\n");
        string[] hidden = [project.Root, .. new[] { ".runink", ".runink/keys/masking.key", "data/other.csv", "runink.yaml" }.Select(project.PathOf)];
        string[] questions = ["list /slice", "list /slice/project", "list /slice/project/data", .. hidden.Select(path => $"see {path}")];
        string[] answers =
        [
            "/slice holds project spill staging", "/slice/project holds data", "/slice/project/data holds in.csv",
            .. hidden.Select(path => $"{path} not there"),
        ];
        Assert.Equal(answers.Order(StringComparer.Ordinal), await AskAsync(project, questions));
    }

    [Fact]
    public async Task A_slice_cannot_change_its_input_nor_add_a_file_beside_it()
    {
        await using var project = new TestProject();
        Assert.Equal(
            ["/opt/runi/x refused", "/slice/project/data/in.csv refused", "/slice/project/data/x refused", "/slice/x refused", "/tmp/x written"],
            await AskAsync(project, "write /slice/project/data/in.csv", "write /slice/project/data/x", "write /slice/x", "write /opt/runi/x", "write /tmp/x"));
    }

    [Fact]
    public async Task A_slice_finds_no_variables_but_its_own()
    {
        await using var project = new TestProject();
        var names = Assert.Single(await AskAsync(project, "variables ?")).Split(' ');
        Assert.All(names, name => Assert.True(name is "HOME" or "LANG" or "PATH" or "PWD" or "TMPDIR" or "TZ" || name.StartsWith("DOTNET_", StringComparison.Ordinal), name));
    }

    [Fact]
    public async Task A_slice_that_does_not_say_this_build_would_not_take_its_work()
    {
        await using var project = new TestProject();
        await using var sandboxes = Open(project);
        Assert.False(await sandboxes.TryAsync(Directory.CreateDirectory(project.PathOf("try")).FullName, TestProject.Cancellation));
        Assert.Empty(project.Litter());
    }

    [Fact]
    public async Task An_input_that_is_closed_to_others_is_read_by_an_agent_that_is_root()
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "only root can map owners");
        await using var project = new TestProject();
        _ = Output("chmod", "0400", project.PathOf("data/in.csv"));
        _ = Output("chmod", "0700", project.PathOf("data"));
        Assert.Equal(RunState.Succeeded, (await RunAsync(project, Scenarios.Copy())).Run.State);
        var part = project.PathOf(Path.Combine("out/silver", Assert.Single(project.Glob("out/silver"))));
        Assert.Equal("0 644", Output("stat", "-c", "%u %a", part));
    }

    [Fact]
    public async Task Cancelling_stops_a_slice_in_a_sandbox_and_nothing_is_left()
    {
        await using var project = new TestProject();
        project.Write("data/in.csv", "hang for ever\n");
        using var stop = new CancellationTokenSource();
        await using var sandboxes = Open(project);
        var running = new RunCoordinator(project.Environment with { Launcher = new Announcing(sandboxes.Slices, stop) })
            .RunAsync(Scenarios.Request(Scenarios.Copy()), project.Observer, stop.Token);
        Assert.Equal(RunState.Interrupted, (await running).Run.State);
        Assert.Empty(project.Litter());
    }

    private static RunSandboxes Open(TestProject project)
    {
        Needs.Bubblewrap();
        var program = RuniProgram.Of(
            TestProject.SliceProgram, TestProject.SliceProgram + ".dll", AppContext.BaseDirectory, RuntimeEnvironment.GetRuntimeDirectory());
        return RunSandboxes.Open(project.Project, program);
    }

    private static async Task<RunResult> RunAsync(TestProject project, params Pipelines.Planning.ScenarioPlan[] plans)
    {
        await using var sandboxes = Open(project);
        return await project.RunAsync(Scenarios.Request(plans), project.Environment with { Launcher = sandboxes.Slices });
    }

    private static async Task<IReadOnlyList<string>> AskAsync(TestProject project, params string[] questions)
    {
        project.Write("data/in.csv", string.Concat(questions.Select(question => question + "\n")));
        var result = await RunAsync(project, Scenarios.Copy());
        Assert.True(result.Run.State == RunState.Succeeded, result.Failure?.Message);
        return project.Read("out/silver");
    }

    private static string Output(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, UseShellExecute = false })!;
        return process.StandardOutput.ReadToEnd().Trim();
    }

    /// <summary>Cancels once a slice is at work.</summary>
    private sealed class Announcing(ISliceLauncher launcher, CancellationTokenSource stop) : ISliceLauncher
    {
        public async Task<ISliceProcess> StartAsync(Pipelines.Slices.SliceAssignment assignment, string logFile, CancellationToken cancellation)
        {
            var slice = await launcher.StartAsync(assignment, logFile, cancellation);
            await stop.CancelAsync();
            return slice;
        }
    }
}
