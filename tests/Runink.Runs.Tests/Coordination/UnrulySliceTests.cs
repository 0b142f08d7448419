using System.Diagnostics;
using Runink.Isolation.Sandbox;
using Runink.Isolation.Tests;
using Runink.Pipelines.Planning;
using Runink.Pipelines.Slices;
using Runink.Runs.Coordination;
using Runink.Runs.Tests.Slice;

namespace Runink.Runs.Tests.Coordination;

/// <summary>Slices in sandboxes that do not keep to the protocol. A shell stands for each.</summary>
public sealed class UnrulySliceTests
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task A_slice_that_breaks_the_protocol_and_talks_on_is_ended()
    {
        await using var project = new TestProject();
        const string Talk = """
            read work
            echo 'Segmentation fault'
            line=0123456789abcdef
            for i in 1 2 3 4 5 6; do line=$line$line; done
            while :; do echo $line; done
            """;

        var outcome = await RunAsync(project, Talk, [], TestProject.Cancellation);

        var failed = Assert.IsType<SliceOutcome.Failed>(outcome);
        Assert.Equal("R5010", failed.Failure.Code);
        Assert.Contains("not an event", failed.Failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_slice_that_does_not_read_its_work_can_be_stopped()
    {
        await using var project = new TestProject();
        // More than a pipe holds.
        var inputs = Enumerable.Range(0, 1_000).Select(number => new PinnedInput(0, $"data/{number}.csv", 1, Scenarios.Time, new string('0', 64)));

        Assert.IsType<SliceOutcome.Stopped>(await RunAsync(project, "exec sleep 1000", inputs, new CancellationToken(canceled: true)));
    }

    [Theory]
    [InlineData("read work; kill -9 $$", false)]
    [InlineData("exec sleep 1000", true)]
    public async Task A_slice_that_the_kernel_does_not_end_is_not_waited_for(string script, bool isStopped)
    {
        Needs.Bubblewrap();
        await using var project = new TestProject();
        var state = project.PathOf(".runink/sandboxes");
        await using var sandboxes = SandboxHost.Open(new SandboxHostOptions { StateDirectory = state, Patience = TimeSpan.FromMilliseconds(-1) });
        var host = await StartAsync(project, sandboxes, script);
        var groups = SliceDirectory.ReadCgroups(Directory.GetDirectories(state).SelectMany(Directory.GetDirectories).Single());
        if (groups.Count == 0) await host.DisposeAsync();
        Needs.Met(groups.Count > 0, "this needs control groups");
        using var other = await HoldAsync(host.ProcessId, groups);
        try
        {
            var outcome = await SuperviseAsync(project, host, [], new CancellationToken(isStopped));

            if (isStopped) Assert.IsType<SliceOutcome.Stopped>(outcome);
            else Assert.Equal(("R5029", false), outcome is SliceOutcome.Failed failed ? (failed.Failure.Code, failed.Retryable) : default);
        }
        finally
        {
            other.Kill(entireProcessTree: true);
            await sandboxes.DisposeAsync();
            SandboxHost.Sweep(state);
        }
    }

    // Somebody in the slice's groups, which keeps them in use, and somebody elsewhere who keeps its pipe open.
    private static async Task<Process> HoldAsync(int slice, IReadOnlyList<string> groups)
    {
        const string Script = """
            exec 3>/proc/$1/fd/1
            shift
            ( for group; do echo 0 >"$group/cgroup.procs" || exit; done; echo in; exec sleep 1000 3>&- ) &
            exec sleep 1000
            """;
        var start = new ProcessStartInfo("/bin/sh", ["-c", Script, "sh", $"{slice}", .. groups]) { RedirectStandardOutput = true, UseShellExecute = false };
        var process = Process.Start(start)!;
        Assert.Equal("in", await process.StandardOutput.ReadLineAsync(TestProject.Cancellation));
        return process;
    }

    private static async Task<SliceOutcome> RunAsync(
        TestProject project, string script, IEnumerable<PinnedInput> inputs, CancellationToken cancellation)
    {
        Needs.Bubblewrap();
        await using var sandboxes = SandboxHost.Open(new SandboxHostOptions { StateDirectory = project.PathOf(".runink/sandboxes") });
        await using var host = await StartAsync(project, sandboxes, script);
        return await SuperviseAsync(project, host, inputs, cancellation);
    }

    private static Task<EngineHost> StartAsync(TestProject project, SandboxHost sandboxes, string script)
    {
        var spec = new SandboxSpec
        {
            Name = new SliceName("test", "run", "slice"),
            Program = "/bin/sh",
            Arguments = ["-c", $"echo '{PlanJson.Write<SliceEvent>(new SliceReady(1))}'\n{script}"],
        };
        return EngineHost.StartAsync(sandboxes, spec, project.PathOf("host.log"), TestProject.Cancellation);
    }

    private static Task<SliceOutcome> SuperviseAsync(
        TestProject project, EngineHost host, IEnumerable<PinnedInput> inputs, CancellationToken cancellation)
    {
        var assignment = new SliceAssignment
        {
            Run = "run",
            Stage = "stage",
            Attempt = 1,
            RunTime = Scenarios.Time,
            Plan = Scenarios.Copy(),
            ProjectRoot = project.Root,
            Inputs = [.. inputs],
            Staging = [],
            SpillDirectory = project.Root,
            MemoryBytes = 1 << 30,
            Threads = 1,
        };
        return new SliceSupervisor(new Launched(host), new ManualTime(Scenarios.Time), TimeSpan.FromSeconds(1))
            .RunAsync(assignment, project.PathOf("slice.log"), project.PathOf("mark"), _ => { }, cancellation)
            .WaitAsync(Soon, TestProject.Cancellation);
    }

    private sealed class Launched(EngineHost host) : ISliceLauncher
    {
        public Task<ISliceProcess> StartAsync(SliceAssignment assignment, string logFile, CancellationToken cancellation)
        {
            var slice = new SandboxedSlice(host, done => done.DisposeAsync().AsTask());
            host.Assign(assignment, logFile);
            return Task.FromResult<ISliceProcess>(slice);
        }
    }
}
