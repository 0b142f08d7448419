using System.Diagnostics;
using System.Globalization;
using Runink.Isolation;
using Runink.Isolation.Sandbox;

namespace Runink.Cli.Doctor;

/// <summary>Whether the processes of a run can be isolated here: found out by doing it.</summary>
internal static class SandboxChecks
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(10);

    /// <summary>Starts a process in a sandbox, and says what the machine could not give it.</summary>
    public static Finding Start()
    {
        var state = Directory.CreateTempSubdirectory("runi-doctor-");
        try
        {
            return StartAsync(state.FullName).GetAwaiter().GetResult();
        }
        catch (IsolationException failure)
        {
            return Found(FindingStatus.Warn, failure.Message, $"{failure.Hint}; or: runi setup");
        }
        catch (Exception failure) when (failure is IOException or TimeoutException or UnauthorizedAccessException)
        {
            return Found(FindingStatus.Warn, failure.Message, "features cannot run here, except with --isolation none");
        }
        finally
        {
            state.Delete(recursive: true);
        }
    }

    private static async Task<Finding> StartAsync(string state)
    {
        await using var host = SandboxHost.Open(new SandboxHostOptions { StateDirectory = Path.Combine(state, "sandboxes") });
        var watch = Stopwatch.StartNew();
        var spec = new SandboxSpec { Name = new SliceName("runi", "doctor", "try"), Program = "/bin/sh", Arguments = ["-c", "exit 0"] };
        await using var process = await host.StartAsync(spec);
        var exit = await process.Exit.WaitAsync(s_patience);
        if (exit.Code != 0) return Found(FindingStatus.Warn, $"a sandbox ended with code {exit.Code}", "look whether /bin/sh works for other users");
        var took = $"started and ended in {watch.Elapsed.TotalMilliseconds.ToString("0", CultureInfo.InvariantCulture)} ms";
        return host.Gaps is [var first, ..]
            ? Found(FindingStatus.Warn, $"{took}; {string.Join("; ", host.Gaps.Select(gap => gap.Meaning))}", first.Fix)
            : Found(FindingStatus.Pass, took);
    }

    private static Finding Found(FindingStatus status, string message, string? fix = null) => new("machine", "sandbox", status, message, fix);
}
