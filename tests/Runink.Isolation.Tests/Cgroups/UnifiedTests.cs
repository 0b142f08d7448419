using System.Diagnostics;
using Runink.Isolation.Cgroups;
using Runink.Isolation.Processes;

namespace Runink.Isolation.Tests.Cgroups;

/// <summary>What is so with version 2 alone. On other machines these are skipped; eng/cgroup-v2.sh boots one where they run.</summary>
public sealed class UnifiedTests : IAsyncLifetime
{
    private const uint User = 1_939_999_998;
    private TestAgent _agent = null!;
    private string _group = null!;

    public ValueTask InitializeAsync()
    {
        var layout = CgroupLayout.OfThisMachine();
        Assert.SkipUnless(layout[CgroupController.Memory]?.Version == 2, "this needs the memory controller in version 2: eng/cgroup-v2.sh");
        _agent = TestAgent.Open();
        File.SetUnixFileMode(_agent.Directory.Path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute
            | UnixFileMode.OtherRead | UnixFileMode.OtherWrite | UnixFileMode.OtherExecute);
        _group = Directory.CreateDirectory(Path.Join(layout.Unified, $"unit-{Environment.ProcessId}")).FullName;
        return ValueTask.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        if (_group is null) return;
        await Eventually.HoldsAsync(() =>
        {
            CgroupFile.Write(Path.Join(_group, "cgroup.kill"), "1");
            return CgroupDirectory.Remove(_group);
        });
        await _agent.DisposeAsync();
    }

    [Fact]
    public async Task Every_counter_of_a_slice_is_there()
    {
        var usage = (await _agent.RunAsync("head -c 20000000 /dev/zero | tail -c 10000000 > /dev/null")).Exit.Usage;

        Assert.InRange(usage.PeakMemoryBytes!.Value, 10_000_000, 256 << 20);
        Assert.True(usage.CpuTime > TimeSpan.Zero);
        Assert.Equal(TimeSpan.Zero, usage.ThrottledTime);
        Assert.True(usage.CpuPressure is not null && usage.MemoryPressure is not null && usage.IoPressure is not null);
    }

    [Fact]
    public async Task Slices_of_a_run_that_come_and_go_together_all_have_their_limits()
    {
        async Task OneAfterAnotherAsync()
        {
            for (var i = 0; i < 6; i++) Assert.Equal(0, (await _agent.RunAsync("true")).Exit.Code);
        }

        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => OneAfterAnotherAsync()));
    }

    [Fact]
    public async Task An_agent_alone_in_its_unit_steps_aside_and_has_all_limits()
    {
        var lines = await OnceAsync("exec", "echo started");

        Assert.Equal(["", "started", "exit 0"], lines);
    }

    [Fact]
    public async Task An_agent_that_shares_its_unit_says_what_it_cannot_limit()
    {
        var lines = await OnceAsync("sleep 1000 >/dev/null & exec", "echo started");

        Assert.Equal("memory-limit cpu-limit process-limit io-limit", lines[0]);
        Assert.Equal(["started", "exit 0"], lines[1..]);
    }

    [Fact]
    public async Task An_ordinary_user_with_a_unit_of_its_own_limits_its_slices()
    {
        foreach (var name in new[] { "", "cgroup.procs", "cgroup.subtree_control", "cgroup.threads" }) Posix.GiveTo(Path.Join(_group, name), User);

        var lines = await OnceAsync(
            $"exec setpriv --reuid {User} --regid {User} --clear-groups", "head -c 200000000 /dev/zero | tail -c 150000000 > /dev/null");

        Assert.Equal(["own-uid", "exit 137"], lines);
    }

    // The agent runs from a copy, since the tests' own directory may be closed to others.
    private async Task<string[]> OnceAsync(string before, string script)
    {
        var copy = _agent.Directory.Make("agent");
        foreach (var file in Directory.GetFiles(AppContext.BaseDirectory, "Runink.Isolation*"))
            File.Copy(file, Path.Join(copy, Path.GetFileName(file)));
        var state = Path.Join(_agent.Directory.Path, "ordinary");
        var enter = $"echo 0 >{_group}/cgroup.procs; {before} {copy}/Runink.Isolation.Tests.Agent once {state} '{script}'";
        using var agent = Process.Start(new ProcessStartInfo("/bin/sh", ["-c", enter]) { RedirectStandardOutput = true, UseShellExecute = false })!;
        var output = await agent.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await agent.WaitForExitAsync(TestContext.Current.CancellationToken);
        return output.TrimEnd('\n').Split('\n');
    }
}
