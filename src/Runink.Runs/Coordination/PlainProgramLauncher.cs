using System.ComponentModel;
using System.Diagnostics;

namespace Runink.Runs.Coordination;

/// <summary>Starts programs as plain child processes, with all rights of this one: only for who asks for exactly that.</summary>
public sealed class PlainProgramLauncher : IProgramLauncher
{
    /// <inheritdoc/>
    public Task<ISliceProcess> StartAsync(ProgramStart program, string logFile)
    {
        var start = new ProcessStartInfo(ProgramCommand.Shell, ProgramCommand.Arguments(program.Executable, program.Input, program.Output))
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
            WorkingDirectory = program.WorkDirectory,
        };
        start.Environment.Clear();
        foreach (var (name, value) in ProgramCommand.Environment(program.WorkDirectory)) start.Environment[name] = value;
        try
        {
            var process = Process.Start(start) ?? throw new IOException($"'{start.FileName}' did not start");
            return Task.FromResult<ISliceProcess>(new SliceProcess(process, assignment: null, logFile));
        }
        catch (Win32Exception failure)
        {
            throw new IOException($"'{start.FileName}' cannot be started: {failure.Message}", failure);
        }
    }
}
