using System.ComponentModel;
using System.Diagnostics;

namespace Runink.Runs.Coordination;

/// <summary>Starts programs as plain child processes, with all rights of this one: only for who asks for exactly that.</summary>
/// <param name="runi">What runs compiled steps.</param>
public sealed class PlainProgramLauncher(RuniProgram runi) : IProgramLauncher
{
    // Where a runtime lies that is not in its usual place.
    private const string Runtime = "DOTNET_ROOT";

    /// <inheritdoc/>
    public Task<ISliceProcess> StartAsync(ProgramStart program, string logFile)
    {
        IReadOnlyList<string> command = program.IsCSharp
            ? ProgramCommand.Host(runi.Executable, runi.Arguments, program.Executable)
            : [program.Executable];
        var start = new ProcessStartInfo(ProgramCommand.Shell, ProgramCommand.Arguments(command, program.Input, program.Output))
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
            WorkingDirectory = program.WorkDirectory,
        };
        start.Environment.Clear();
        foreach (var (name, value) in Environment(program)) start.Environment[name] = value;
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

    private static Dictionary<string, string> Environment(ProgramStart program)
    {
        var environment = ProgramCommand.Environment(program.WorkDirectory);
        if (!program.IsCSharp) return environment;
        if (global::System.Environment.GetEnvironmentVariable(Runtime) is { } place) environment[Runtime] = place;
        ProgramCommand.LimitHeap(environment, program.MemoryBytes);
        return environment;
    }
}
