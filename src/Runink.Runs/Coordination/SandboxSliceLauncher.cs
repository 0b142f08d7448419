using System.Globalization;
using Runink.Isolation;
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
/// <param name="program">What slices are started with.</param>
/// <param name="project">Whose rules for paths hold.</param>
/// <param name="mostWarm">How many processes may wait for more work; with 0 each ends with its first.</param>
public sealed class SandboxSliceLauncher(SandboxHost sandboxes, RuniProgram program, Project project, int mostWarm) : ISliceLauncher
{
    /// <summary>Until herds exist, everything belongs to the local one.</summary>
    internal const string Herd = "local";

    private static readonly TimeSpan s_idle = TimeSpan.FromSeconds(30);
    private const int Processes = 1024;

    // A writer of many partitions has a file open for each on each thread.
    private const int OpenFiles = 1 << 16;

    private readonly WarmHosts _warm = new(mostWarm, s_idle, TimeProvider.System);

    /// <inheritdoc/>
    public async Task<ISliceProcess> StartAsync(SliceAssignment assignment, string logFile, CancellationToken cancellation)
    {
        var view = SliceView.Of(assignment, project);
        var number = string.Create(
            CultureInfo.InvariantCulture, $"{assignment.Stage}-{assignment.Attempt}-{assignment.Share?.Index ?? 0}");
        var spec = SpecOf(new SliceName(Herd, assignment.Run, number), assignment.Plan.Resources);
        var host = await BringUpAsync(spec, view.Files, logFile, cancellation);
        // Where isolation is strict a process works once: nothing of before is in it, and nothing of it is there for others, whatever it says.
        var stays = mostWarm > 0 && sandboxes.CanFurnish && !spec.Strict;
        var slice = new SandboxedSlice(host, done => stays ? _warm.KeepAsync(Herd, done) : done.DisposeAsync().AsTask());
        host.Assign(view.Assignment with { Stay = stays }, logFile);
        return slice;
    }

    /// <summary>Brings a slice up as a run does, until it could be given work, and ends it.</summary>
    /// <param name="directory">Absolute path of an empty directory.</param>
    /// <param name="cancellation">Stops waiting for it.</param>
    /// <returns>Whether it is of this build, and would take its work.</returns>
    /// <exception cref="IsolationException">There can be no such sandbox.</exception>
    /// <exception cref="IOException">The process did not come up.</exception>
    internal async Task<bool> TryAsync(string directory, CancellationToken cancellation)
    {
        var staging = Directory.CreateDirectory(Path.Combine(directory, "staging")).FullName;
        var files = new SandboxFiles { Writable = [new(staging, $"{SandboxFiles.Root}/staging")] };
        var spec = SpecOf(new SliceName(Herd, "try", "try"), new Resources());
        await using var host = await BringUpAsync(spec, files, Path.Combine(directory, "log"), cancellation);
        return host.Build == SliceAssignment.CurrentBuild;
    }

    private async Task<EngineHost> BringUpAsync(SandboxSpec spec, SandboxFiles files, string logFile, CancellationToken cancellation)
    {
        if (!sandboxes.CanFurnish) return await EngineHost.StartAsync(sandboxes, spec with { Files = files }, logFile, cancellation);
        var host = spec.Strict ? null : await _warm.TakeAsync(Herd, spec.Limits);
        host ??= await EngineHost.StartAsync(sandboxes, spec with { Furnishable = true }, logFile, cancellation);
        try
        {
            await host.FurnishAsync(files, logFile);
            return host;
        }
        catch
        {
            await host.DisposeAsync();
            throw;
        }
    }

    private SandboxSpec SpecOf(SliceName name, Resources resources) =>
        new()
        {
            Name = name,
            Program = program.InnerExecutable,
            Arguments = program.InnerArguments,
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
