using System.ComponentModel;
using System.Diagnostics;
using Runink.Pipelines.Planning;
using Runink.Pipelines.Slices;

namespace Runink.Runs.Coordination;

/// <summary>
/// Starts slices as child processes of this one. The assignment is one line on standard input, which stays open as the
/// lifeline: it closes when this process dies, however it dies. Standard output carries events, standard error is the log.
/// </summary>
/// <param name="executable">Absolute path of the program.</param>
/// <param name="arguments">What makes it a slice.</param>
public sealed class ProcessSliceLauncher(string executable, IReadOnlyList<string> arguments) : ISliceLauncher
{
    /// <inheritdoc/>
    public Task<ISliceProcess> StartAsync(SliceAssignment assignment, string logFile, CancellationToken cancellation)
    {
        var start = new ProcessStartInfo(executable, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
            WorkingDirectory = assignment.ProjectRoot,
        };
        try
        {
            var process = Process.Start(start) ?? throw new IOException($"'{executable}' did not start");
            return Task.FromResult<ISliceProcess>(new SliceProcess(process, PlanJson.Write(assignment), logFile));
        }
        catch (Win32Exception failure)
        {
            throw new IOException($"'{executable}' cannot be started: {failure.Message}", failure);
        }
    }
}
