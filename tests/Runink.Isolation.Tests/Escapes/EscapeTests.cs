using System.Globalization;
using Runink.Isolation.Cgroups;
using Runink.Isolation.Sandbox;

namespace Runink.Isolation.Tests.Escapes;

/// <summary>Attempts that succeed outside and must not succeed in a sandbox.</summary>
public sealed class EscapeTests : AgentTests
{
    private readonly TestAgent _unguarded = TestAgent.Open(IsolationDriver.None);
    private readonly TemporaryDirectory _open = new();

    public EscapeTests() =>
        File.SetUnixFileMode(_open.Path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute
            | UnixFileMode.OtherRead | UnixFileMode.OtherExecute);

    public override async ValueTask DisposeAsync()
    {
        await _unguarded.DisposeAsync();
        _open.Dispose();
        await base.DisposeAsync();
    }

    [Theory]
    [MemberData(nameof(Attempts.All), MemberType = typeof(Attempts))]
    public async Task A_slice_cannot(string attempt, string script)
    {
        var (outside, inside) = await TryAsync(Spec(script));

        Assert.True(outside.Exit.Code == 0, $"it shows nothing to be refused to {attempt}, since outside it fails too: {outside.Error}");
        Assert.True(inside.Exit.Ran && inside.Exit.Code != 0, $"a slice could {attempt}: {inside.Output}{inside.Error}");
    }

    [Fact]
    public async Task A_program_that_makes_root_of_everybody_does_not_in_a_slice()
    {
        var program = Path.Join(_open.Path, "id");
        // Not by this process: what another test starts meanwhile would have it open for writing, and it could not be run.
        using (var cp = System.Diagnostics.Process.Start("/bin/cp", ["/usr/bin/id", program]))
            await cp.WaitForExitAsync(TestContext.Current.CancellationToken);
        File.SetUnixFileMode(program, UnixFileMode.SetUser | UnixFileMode.UserExecute | UnixFileMode.UserRead
            | UnixFileMode.OtherExecute | UnixFileMode.OtherRead);

        var outside = await _unguarded.RunAsync(Spec($"setpriv --reuid 65534 --regid 65534 --clear-groups {program} -u"));
        var inside = await Agent.RunAsync(Spec($"{program} -u") with { Readable = [new(program)] });

        Assert.Equal(("0\n", "1000\n"), (outside.Output, inside.Output));
    }

    [Fact]
    public async Task A_slice_cannot_read_the_secret_of_another()
    {
        var spec = TestAgent.Shell("echo ready; cat") with
        {
            Secrets = new Dictionary<string, ReadOnlyMemory<byte>>(StringComparer.Ordinal) { ["key"] = "hunter2"u8.ToArray() },
        };
        await using var owner = await Agent.Host.StartAsync(spec);
        await owner.StandardOutput.ReadExactlyAsync(new byte[6], TestContext.Current.CancellationToken);

        var (outside, inside) = await TryAsync(Spec(
            $"cd /proc/{owner.ProcessId}/root && cat run/secrets/key; cat /run/secrets/*; find /run /proc -name key 2>/dev/null"));

        Assert.StartsWith("hunter2", outside.Output, StringComparison.Ordinal);
        Assert.Equal("", inside.Output);
    }

    [Theory]
    [InlineData("/tmp")]
    [InlineData("/dev/shm")]
    public async Task A_slice_cannot_find_what_another_keeps_in(string directory)
    {
        var name = $"{directory}/runi-left-{Environment.ProcessId}";
        var (outside, inside) = await TryAsync(Spec($"echo mine > {name}"), Spec($"cat {name} && rm {name}"));

        Assert.Equal(("mine\n", ""), (outside.Output, inside.Output));
    }

    [Fact]
    public async Task A_slice_cannot_see_shared_memory_of_others()
    {
        var made = await _unguarded.RunAsync(Spec("ipcmk -M 64"));
        var id = made.Output.Split(':')[1].Trim();
        try
        {
            var (outside, inside) = await TryAsync(Spec($"ipcs -m -i {id} | grep -q shmid={id}"));
            Assert.Equal((0, 1), (outside.Exit.Code, inside.Exit.Code));
        }
        finally
        {
            await _unguarded.RunAsync(Spec($"ipcrm -m {id}"));
        }
    }

    [Fact]
    public async Task Killing_everything_it_can_kills_a_slice_alone()
    {
        await using var neighbour = await Agent.Host.StartAsync(TestAgent.Shell("echo ready; cat"));
        await neighbour.StandardOutput.ReadExactlyAsync(new byte[6], TestContext.Current.CancellationToken);

        var result = await Agent.RunAsync("sleep 1000 & kill -KILL -1; kill -KILL 1; echo still");

        Assert.True(result.Exit.Ran);
        Assert.False(neighbour.Exit.IsCompleted);
    }

    [Fact]
    public async Task A_slice_that_writes_without_end_waits_for_its_reader_and_can_be_ended()
    {
        await using var process = await Agent.Host.StartAsync(TestAgent.Shell("yes & yes >&2"));
        await process.StandardOutput.ReadExactlyAsync(new byte[1000], TestContext.Current.CancellationToken);

        var exit = await process.StopAsync(TimeSpan.Zero);

        Assert.True(exit.Ran);
        Assert.InRange(exit.Usage.CpuTime!.Value, TimeSpan.Zero, TimeSpan.FromSeconds(5));
    }

    private async Task<(SandboxResult Outside, SandboxResult Inside)> TryAsync(params SandboxSpec[] steps)
    {
        SandboxResult? outside = null;
        SandboxResult? inside = null;
        foreach (var step in steps) outside = await _unguarded.RunAsync(step);
        foreach (var step in steps) inside = await Agent.RunAsync(step);
        return (outside!, inside!);
    }

    // Without the filter of system calls, which would refuse much of this a second time.
    private SandboxSpec Spec(string script)
    {
        var file = _open.Write("public", "for everybody");
        var input = _open.Write("input", "given");
        var work = Directory.CreateDirectory(Path.Join(_open.Path, "work")).FullName;
        var group = MountInfo.Cgroups(File.ReadAllText("/proc/self/mountinfo"))[0].Directory;
        return TestAgent.Shell(script) with
        {
            Environment = new Dictionary<string, string>(StringComparer.Ordinal)
            {
                ["PATH"] = "/usr/sbin:/usr/bin:/sbin:/bin",
                ["AGENT"] = Environment.ProcessId.ToString(CultureInfo.InvariantCulture),
                ["FILE"] = file,
                ["INPUT"] = input,
                ["WORK"] = work,
                ["CGROUP"] = group,
                ["DISK"] = Directory.GetFileSystemEntries("/sys/class/block").Select(entry => $"/dev/{Path.GetFileName(entry)}").First(Path.Exists),
            },
            Readable = [new(input)],
            Writable = [new(work)],
            WorkingDirectory = work,
            SeccompFilter = default,
        };
    }
}
