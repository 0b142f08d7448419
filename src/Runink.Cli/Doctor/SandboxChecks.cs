using System.Diagnostics;
using System.Globalization;
using Runink.Isolation;
using Runink.Pipelines.Projects;
using Runink.Runs.Coordination;

namespace Runink.Cli.Doctor;

/// <summary>Whether the processes of a run can be isolated here: found out by doing it.</summary>
internal static class SandboxChecks
{
    private const string Readable =
        "put runi, and what lies beside it, where every user of this machine may read it, such as /usr/local/bin; "
        + "until then features run only with --isolation none";

    // An emulated machine takes tens of times as long as others.
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(1);

    /// <summary>Brings a slice up as <c>runi run</c> does, and says what the machine could not give it.</summary>
    public static Finding Start()
    {
        var directory = Directory.CreateTempSubdirectory("runi-doctor-");
        try
        {
            return StartAsync(directory).GetAwaiter().GetResult();
        }
        catch (IsolationException failure)
        {
            var isProgram = failure.Message.Contains(RuniProgram.Home, StringComparison.Ordinal);
            return Found(FindingStatus.Warn, failure.Message, isProgram ? Readable : $"{failure.Hint}; or: runi setup");
        }
        catch (OperationCanceledException)
        {
            return Found(FindingStatus.Warn, $"no slice was ready within {s_patience.TotalSeconds:0} s", "look what else this machine is busy with, and try again");
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return Found(FindingStatus.Warn, failure.Message, Readable);
        }
        finally
        {
            directory.Delete(recursive: true);
        }
    }

    private static async Task<Finding> StartAsync(DirectoryInfo directory)
    {
        using var patience = new CancellationTokenSource(s_patience);
        await File.WriteAllTextAsync(Path.Combine(directory.FullName, Project.FileName), "", patience.Token);
        var work = directory.CreateSubdirectory("try").FullName;
        await using var sandboxes = RunSandboxes.Open(Project.Find(directory.FullName), RuniProgram.Current());
        var watch = Stopwatch.StartNew();
        if (!await sandboxes.TryAsync(work, patience.Token))
            return Found(FindingStatus.Warn, "runi-slice is of another build than runi, and will refuse its work", "install both of one publication, or remove runi-slice");
        var took = $"a slice came up and ended in {watch.Elapsed.TotalMilliseconds.ToString("0", CultureInfo.InvariantCulture)} ms";
        return sandboxes.Gaps is [var first, ..]
            ? Found(FindingStatus.Warn, $"{took}; {string.Join("; ", sandboxes.Gaps.Select(gap => gap.Meaning))}", first.Fix)
            : Found(FindingStatus.Pass, took);
    }

    private static Finding Found(FindingStatus status, string message, string? fix = null) => new("machine", "sandbox", status, message, fix);
}
