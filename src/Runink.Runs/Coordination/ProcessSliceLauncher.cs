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
    // Opens its pipes where it cannot hold up this process, and becomes the program.
    private const string Connect = "exec \"$1\" <\"$2\" >\"$3\"";

    /// <inheritdoc/>
    public ISliceProcess Start(SliceAssignment assignment, string logFile) =>
        Start(new ProcessStartInfo(executable, arguments) { WorkingDirectory = assignment.ProjectRoot }, PlanJson.Write(assignment), logFile);

    /// <inheritdoc/>
    public ISliceProcess Start(ProgramStart program, string logFile)
    {
        var start = new ProcessStartInfo("/bin/sh", ["-c", Connect, "sh", program.Executable, program.Input, program.Output])
        {
            WorkingDirectory = program.WorkDirectory,
        };
        start.Environment.Clear();
        start.Environment["PATH"] = "/usr/local/bin:/usr/bin:/bin";
        start.Environment["LANG"] = "C.UTF-8";
        start.Environment["HOME"] = program.WorkDirectory;
        start.Environment["TMPDIR"] = program.WorkDirectory;
        return Start(start, assignment: null, logFile);
    }

    private static SliceProcess Start(ProcessStartInfo start, string? assignment, string logFile)
    {
        start.RedirectStandardInput = true;
        start.RedirectStandardOutput = true;
        start.RedirectStandardError = true;
        start.UseShellExecute = false;
        try
        {
            var process = Process.Start(start) ?? throw new IOException($"'{start.FileName}' did not start");
            return new SliceProcess(process, assignment, logFile);
        }
        catch (Win32Exception failure)
        {
            throw new IOException($"'{start.FileName}' cannot be started: {failure.Message}", failure);
        }
    }
}
