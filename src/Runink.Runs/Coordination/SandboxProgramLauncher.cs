using Runink.Isolation.Cgroups;
using Runink.Isolation.Sandbox;

namespace Runink.Runs.Coordination;

/// <summary>Starts programs in sandboxes: they see themselves, their pipes, and what the machine offers to everybody.</summary>
public sealed class SandboxProgramLauncher : IProgramLauncher
{
    // Until herds exist, everything belongs to the local one.
    private const string Herd = "local";
    private const string Work = "/tmp";
    private const int Processes = 512;
    private readonly SandboxHost _host;

    private SandboxProgramLauncher(SandboxHost host) => _host = host;

    /// <summary>What this machine cannot give to a program.</summary>
    public IReadOnlyList<IsolationGap> Gaps => _host.Gaps;

    /// <summary>Gets ready, and ends what a coordinator that died may have left.</summary>
    /// <param name="stateDirectory">Where it remembers what it started.</param>
    /// <exception cref="Isolation.IsolationException">Bubblewrap is missing.</exception>
    public static SandboxProgramLauncher Open(string stateDirectory)
    {
        var host = SandboxHost.Open(new SandboxHostOptions { StateDirectory = stateDirectory });
        host.Sweep();
        return new(host);
    }

    /// <inheritdoc/>
    public async Task<ISliceProcess> StartAsync(ProgramStart program, string logFile)
    {
        const string Executable = "/slice/program", Input = "/slice/input", Output = "/slice/output";
        var spec = new SandboxSpec
        {
            Name = new SliceName(Herd, program.Run, program.Slice),
            Program = ProgramCommand.Shell,
            Arguments = ProgramCommand.Arguments(Executable, Input, Output),
            Environment = ProgramCommand.Environment(Work),
            WorkingDirectory = Work,
            // A pipe can be written through a mount that is read-only: nothing of the file system changes.
            Readable = [new(program.Executable, Executable), new(program.Input, Input), new(program.Output, Output)],
            Limits = new ResourceLimits { MemoryBytes = program.MemoryBytes, Cpus = program.Cpus, Processes = Processes },
            Strict = program.Strict,
        };
        return new SandboxedProgram(await _host.StartAsync(spec), logFile);
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _host.DisposeAsync();
}
