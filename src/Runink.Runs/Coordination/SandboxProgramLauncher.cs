using Runink.Isolation.Cgroups;
using Runink.Isolation.Sandbox;

namespace Runink.Runs.Coordination;

/// <summary>Starts programs in sandboxes: they see themselves, their pipes, and what the machine offers to everybody.</summary>
/// <param name="sandboxes">Makes them; belongs to the caller.</param>
public sealed class SandboxProgramLauncher(SandboxHost sandboxes) : IProgramLauncher
{
    private const string Work = "/tmp";
    private const int Processes = 512;

    /// <inheritdoc/>
    public async Task<ISliceProcess> StartAsync(ProgramStart program, string logFile)
    {
        const string Executable = "/slice/program", Input = "/slice/input", Output = "/slice/output";
        var spec = new SandboxSpec
        {
            Name = new SliceName(SandboxSliceLauncher.Herd, program.Run, program.Slice),
            Program = ProgramCommand.Shell,
            Arguments = ProgramCommand.Arguments(Executable, Input, Output),
            Environment = ProgramCommand.Environment(Work),
            WorkingDirectory = Work,
            // A pipe can be written through a mount that is read-only: nothing of the file system changes.
            Readable = [new(program.Executable, Executable), new(program.Input, Input), new(program.Output, Output)],
            Limits = new ResourceLimits { MemoryBytes = program.MemoryBytes, Cpus = program.Cpus, Processes = Processes },
            Strict = program.Strict,
        };
        return new SandboxedProgram(await sandboxes.StartAsync(spec), logFile);
    }
}
