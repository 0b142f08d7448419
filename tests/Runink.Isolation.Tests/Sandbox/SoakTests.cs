using System.Diagnostics;
using System.Globalization;
using Runink.Isolation.Processes;

namespace Runink.Isolation.Tests.Sandbox;

/// <summary>Many slices of one agent, a real process. RUNINK_SLICES sets how many: 10,000 take about two minutes.</summary>
public sealed class SoakTests(ITestOutputHelper output) : AgentTests
{
    private const int DefaultSlices = 500;
    private const long AllowedObjects = 1 << 20;
    private const long AllowedResident = 64 << 20;

    [Fact]
    public async Task Slices_by_the_hundred_leave_no_trace_on_the_machine_nor_in_their_agent()
    {
        var slices = int.TryParse(Environment.GetEnvironmentVariable("RUNINK_SLICES"), out var given) ? given : DefaultSlices;
        var users = TestAgent.FreshRange();
        var herd = $"soak-{Environment.ProcessId}";
        var staging = Agent.Directory.Make("soak");

        var told = await SoakAsync(slices, users, herd, staging);

        var (early, late) = (Numbers(told[1]), Numbers(told[2]));
        output.WriteLine($"{slices} slices; descriptors, bytes of objects, bytes resident: {told[1]}, then {told[2]}");
        Assert.Equal("closed", told[3]);
        Assert.Equal(early[0], late[0]);
        Assert.InRange(late[1], 0, early[1] + AllowedObjects);
        Assert.InRange(late[2], 0, early[2] + AllowedResident);
        await Traces.NoProcessAsync(users);
        Assert.Empty(Traces.Cgroups(herd));
        Assert.Empty(Traces.Mounts(Agent.Directory.Path));
        Assert.Single(Directory.GetDirectories(Agent.Options.StateDirectory));
        Assert.Equal(4, Directory.GetDirectories(staging).Length);
        Assert.All(Directory.GetFiles(Agent.Options.UidDirectory), IsFree);
        Assert.DoesNotContain(Agent.Directory.Path, await File.ReadAllTextAsync("/proc/net/unix", TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    private static long[] Numbers(string line) => [.. line.Split(' ').Select(word => long.Parse(word, CultureInfo.InvariantCulture))];

    private static void IsFree(string file)
    {
        using var held = KernelLock.TryAcquire(file);
        Assert.NotNull(held);
    }

    private async Task<string[]> SoakAsync(int slices, Runink.Isolation.Sandbox.UidRange users, string herd, string staging)
    {
        var start = new ProcessStartInfo(
            Path.Join(AppContext.BaseDirectory, "Runink.Isolation.Tests.Agent"),
            [
                "soak", Agent.Options.StateDirectory, Agent.Options.UidDirectory, users.First.ToString(CultureInfo.InvariantCulture),
                herd, staging, slices.ToString(CultureInfo.InvariantCulture),
            ])
        {
            RedirectStandardOutput = true,
            UseShellExecute = false,
        };
        using var agent = Process.Start(start)!;
        var told = await agent.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await agent.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(0, agent.ExitCode);
        return told.Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }
}
