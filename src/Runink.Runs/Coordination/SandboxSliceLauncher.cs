using System.Globalization;
using Runink.Isolation.Cgroups;
using Runink.Isolation.Sandbox;
using Runink.Pipelines.Planning;
using Runink.Pipelines.Projects;
using Runink.Pipelines.Slices;

namespace Runink.Runs.Coordination;

/// <summary>
/// Starts slices in sandboxes: they see their inputs, the directories they write into, their pipes, this program, and what the machine
/// offers to everybody. Where the agent is root the process comes up before it is given any of it; see docs/internals/slices.md.
/// </summary>
/// <param name="sandboxes">Makes them; belongs to the caller.</param>
/// <param name="program">This program.</param>
/// <param name="project">Whose rules for paths hold.</param>
public sealed class SandboxSliceLauncher(SandboxHost sandboxes, RuniProgram program, Project project) : ISliceLauncher
{
    /// <summary>Until herds exist, everything belongs to the local one.</summary>
    internal const string Herd = "local";

    private const string Command = "slice";
    private static readonly TimeSpan s_idle = TimeSpan.FromSeconds(30);
    private const int Processes = 1024;

    // A writer of many partitions has a file open for each on each thread.
    private const int OpenFiles = 1 << 16;

    private readonly WarmHosts _warm = new(Environment.ProcessorCount, s_idle, TimeProvider.System);

    /// <inheritdoc/>
    public async Task<ISliceProcess> StartAsync(SliceAssignment assignment, string logFile, CancellationToken cancellation)
    {
        var view = SliceView.Of(assignment, project);
        var spec = SpecOf(assignment);
        if (!sandboxes.CanFurnish) return await AssignAsync(await EngineHost.StartAsync(sandboxes, spec with { Files = view.Files }, logFile, cancellation));
        var host = spec.Strict ? null : await _warm.TakeAsync(Herd, spec.Limits);
        host ??= await EngineHost.StartAsync(sandboxes, spec with { Furnishable = true }, logFile, cancellation);
        try
        {
            await host.FurnishAsync(view.Files);
        }
        catch
        {
            await host.DisposeAsync();
            throw;
        }

        return await AssignAsync(host);

        async Task<ISliceProcess> AssignAsync(EngineHost host)
        {
            var slice = new SandboxedSlice(host, done => _warm.KeepAsync(Herd, done));
            await host.AssignAsync(view.Assignment with { Stay = sandboxes.CanFurnish }, logFile);
            return slice;
        }
    }

    private SandboxSpec SpecOf(SliceAssignment assignment)
    {
        var resources = assignment.Plan.Resources;
        var number = string.Create(
            CultureInfo.InvariantCulture, $"{assignment.Stage}-{assignment.Attempt}-{assignment.Share?.Index ?? 0}");
        return new()
        {
            Name = new SliceName(Herd, assignment.Run, number),
            Program = program.InnerExecutable,
            Arguments = [.. program.InnerArguments, Command],
            Environment = program.Environment,
            // Not its work directory, which is another one for each work.
            WorkingDirectory = "/",
            Readable = program.Files,
            Limits = new ResourceLimits
            {
                MemoryBytes = resources.MemoryBytes,
                Cpus = resources.Cpu,
                Processes = Processes,
                OpenFiles = OpenFiles,
            },
            Strict = resources.Isolation == SliceIsolation.Strict,
        };
    }
}
