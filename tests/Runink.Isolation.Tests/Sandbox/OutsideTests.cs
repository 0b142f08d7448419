using System.Globalization;
using Runink.Isolation.Processes;
using Runink.Isolation.Sandbox;

namespace Runink.Isolation.Tests.Sandbox;

/// <summary>What a slice is as the machine sees it.</summary>
public sealed class OutsideTests : AgentTests
{
    [Fact]
    public async Task The_user_of_every_process_of_it_is_its_own_and_has_no_rights()
    {
        await using var process = await Agent.Host.StartAsync(TestAgent.Shell("echo ready; cat"));
        await ReadyAsync(process);

        var program = Assert.Single(ProcessTable.ChildrenOf(process.ProcessId));
        foreach (var id in new[] { process.ProcessId, program })
        {
            var status = StatusOf(id);
            var uid = uint.Parse(status["Uid"].Split('\t')[0], CultureInfo.InvariantCulture);
            Assert.InRange(uid, Agent.Options.Uids.First, Agent.Options.Uids.First + 15);
            Assert.Equal($"{uid}\t{uid}\t{uid}\t{uid}", status["Uid"]);
            Assert.Equal($"{uid}\t{uid}\t{uid}\t{uid}", status["Gid"]);
            Assert.Equal("", status["Groups"].Trim());
            Assert.Equal("1", status["NoNewPrivs"]);
            Assert.Equal("0000000000000000", status["CapEff"]);
            Assert.Equal("0000000000000000", status["CapBnd"]);
        }
    }

    [Fact]
    public async Task Two_slices_have_two_users()
    {
        await using var one = await Agent.Host.StartAsync(TestAgent.Shell("echo ready; cat"));
        await using var other = await Agent.Host.StartAsync(TestAgent.Shell("echo ready; cat"));

        Assert.NotEqual(StatusOf(one.ProcessId)["Uid"], StatusOf(other.ProcessId)["Uid"]);
    }

    [Fact]
    public async Task Secrets_and_environment_stand_in_nothing_that_others_may_read()
    {
        var spec = TestAgent.Shell("echo ready; cat") with
        {
            Environment = new Dictionary<string, string>(StringComparer.Ordinal) { ["STEP"] = "private-value" },
            Secrets = new Dictionary<string, ReadOnlyMemory<byte>>(StringComparer.Ordinal) { ["key"] = "hunter2"u8.ToArray() },
        };
        await using var process = await Agent.Host.StartAsync(spec);
        await ReadyAsync(process);

        var monitor = int.Parse(StatusOf(process.ProcessId)["PPid"], CultureInfo.InvariantCulture);
        int[] all = [monitor, process.ProcessId, .. ProcessTable.ChildrenOf(process.ProcessId)];
        Assert.Equal(3, all.Length);
        foreach (var id in all)
        {
            var open = await ReadAsync(id, "cmdline") + await ReadAsync(id, "mountinfo");
            Assert.DoesNotContain("private-value", open, StringComparison.Ordinal);
            Assert.DoesNotContain("hunter2", open, StringComparison.Ordinal);
            Assert.DoesNotContain("hunter2", await ReadAsync(id, "environ"), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_descriptor_that_the_agent_left_open_does_not_leak()
    {
        using var careless = new FileStream("/etc/shadow", FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Inheritable);
        var leaked = $"/proc/self/fd/{careless.SafeFileHandle.DangerousGetHandle()}";
        using var control = System.Diagnostics.Process.Start("/usr/bin/test", ["-e", leaked]);
        await control.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(0, control.ExitCode);

        Assert.Equal(["closed"], await Agent.LinesAsync($"test -e {leaked} || echo closed"));
    }

    [Fact]
    public async Task No_mount_of_it_is_seen_by_the_machine()
    {
        var spec = TestAgent.Shell("echo ready; cat") with { Readable = [new(Agent.Directory.Path, "/in")] };
        await using var process = await Agent.Host.StartAsync(spec);
        await ReadyAsync(process);

        Assert.Empty(Traces.Mounts(Agent.Directory.Path));
        var monitor = int.Parse(StatusOf(process.ProcessId)["PPid"], CultureInfo.InvariantCulture);
        Assert.Contains("runi /run tmpfs", await ReadAsync(monitor, "mounts"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task No_thread_of_the_agent_is_left_in_the_mounts_of_a_slice()
    {
        using var agent = System.Diagnostics.Process.Start(new System.Diagnostics.ProcessStartInfo(
            Path.Join(AppContext.BaseDirectory, "Runink.Isolation.Tests.Agent"),
            [
                "strays", Agent.Options.StateDirectory, Agent.Options.UidDirectory,
                Agent.Options.Uids.First.ToString(CultureInfo.InvariantCulture),
            ])
        {
            RedirectStandardOutput = true,
            UseShellExecute = false,
        })!;

        Assert.Equal("looked\n", await agent.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken));
    }

    private static async Task ReadyAsync(SandboxedProcess process)
    {
        var buffer = new byte[6];
        await process.StandardOutput.ReadExactlyAsync(buffer, TestContext.Current.CancellationToken);
        Assert.Equal("ready\n"u8.ToArray(), buffer);
    }

    private static Task<string> ReadAsync(int process, string file) =>
        File.ReadAllTextAsync($"/proc/{process}/{file}", TestContext.Current.CancellationToken);

    private static Dictionary<string, string> StatusOf(int process) => File.ReadAllLines($"/proc/{process}/status")
        .Select(line => line.Split(":\t", 2)).Where(parts => parts.Length == 2)
        .ToDictionary(parts => parts[0], parts => parts[1], StringComparer.Ordinal);
}
