using System.Diagnostics;
using Runink.Pipelines.Slices;
using Runink.Runs.Coordination;

namespace Runink.Runs.Tests.Coordination;

/// <summary>Starts processes that wait at their pipe without end, but for one, which ends as if somebody had interrupted it.</summary>
internal sealed class SlicesAtPipes(int interrupted) : ISliceLauncher
{
    public Task<ISliceProcess> StartAsync(SliceAssignment assignment, string logFile, CancellationToken cancellation)
    {
        var share = assignment.Share!;
        var pipe = share.Outputs.Concat(share.Inputs).Single().Path;
        // Open for both directions, so that nobody else makes it end.
        var work = share.Index == interrupted ? "exit 130" : "exec cat <>\"$1\"";
        var start = new ProcessStartInfo("/bin/sh", ["-c", work, "sh", pipe])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        return Task.FromResult<ISliceProcess>(new SliceProcess(Process.Start(start)!, assignment: null, logFile));
    }
}
