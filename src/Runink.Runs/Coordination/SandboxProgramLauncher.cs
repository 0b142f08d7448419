using Runink.Isolation.Cgroups;
using Runink.Isolation.Sandbox;

namespace Runink.Runs.Coordination;

/// <summary>Starts programs in sandboxes: they see themselves, their pipes, and what the machine offers to everybody.</summary>
/// <param name="sandboxes">Makes them; belongs to the caller.</param>
/// <param name="runi">What runs compiled steps, and starts programs that may reach the network.</param>
public sealed class SandboxProgramLauncher(SandboxHost sandboxes, RuniProgram runi) : IProgramLauncher
{
    private const string Work = "/tmp";
    private const int Processes = 512;
    private const string ForwarderHeap = "2000000"; // 32 MiB, in hexadecimal

    /// <inheritdoc/>
    public async Task<ISliceProcess> StartAsync(ProgramStart program, string logFile)
    {
        const string Executable = "/slice/program", Input = "/slice/input", Output = "/slice/output";
        var spec = new SandboxSpec
        {
            Name = new SliceName(SandboxSliceLauncher.Herd, program.Run, program.Slice),
            Program = ProgramCommand.Shell,
            Arguments = ProgramCommand.Arguments(
                program.IsCSharp ? ProgramCommand.Host(runi.InnerExecutable, runi.InnerArguments, Executable) : [Executable], Input, Output),
            Environment = Environment(program),
            WorkingDirectory = Work,
            // A pipe can be written through a mount that is read-only: nothing of the file system changes.
            Readable =
            [
                new(program.Executable, Executable), new(program.Input, Input), new(program.Output, Output),
                .. program.IsCSharp ? runi.Files : [],
            ],
            Limits = new ResourceLimits { MemoryBytes = program.MemoryBytes, Cpus = program.Cpus, Processes = Processes },
            Strict = program.Strict,
        };
        var log = new BoundedLog(logFile);
        ProgramEgress? egress = null;
        try
        {
            egress = ProgramEgress.Start(program, log);
            return new SandboxedProgram(await sandboxes.StartAsync(egress is null ? spec : WithNetwork(spec, program)), log, egress);
        }
        catch
        {
            if (egress is not null) await egress.DisposeAsync();
            log.Dispose();
            throw;
        }
    }

    private Dictionary<string, string> Environment(ProgramStart program)
    {
        var environment = ProgramCommand.Environment(Work);
        if (!program.IsCSharp) return environment;
        foreach (var (name, value) in runi.Environment) environment[name] = value;
        ProgramCommand.LimitHeap(environment, program.MemoryBytes);
        return environment;
    }

    // Programs know a proxy by host and port: runi listens there, passes on to the socket, and starts the program.
    private SandboxSpec WithNetwork(SandboxSpec spec, ProgramStart program) => spec with
    {
        Program = runi.InnerExecutable,
        Arguments = [.. runi.InnerArguments, "egress", ProgramEgress.Socket, "--", spec.Program, .. spec.Arguments],
        Environment = new Dictionary<string, string>(spec.Environment.Concat(runi.Environment), StringComparer.Ordinal)
        {
            ["DOTNET_GCHeapHardLimit"] = ForwarderHeap,
        },
        Readable = [.. spec.Readable, new(program.EgressSocket, ProgramEgress.Socket), .. runi.Files],
    };
}
