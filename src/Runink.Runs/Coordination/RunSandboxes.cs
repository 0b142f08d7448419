using Runink.Isolation;
using Runink.Isolation.Sandbox;
using Runink.Pipelines.Projects;

namespace Runink.Runs.Coordination;

/// <summary>The sandboxes of one process that coordinates runs. Disposing ends what still runs in them.</summary>
public sealed class RunSandboxes : IAsyncDisposable
{
    private readonly SandboxHost _host;
    private readonly SandboxSliceLauncher _slices;

    private RunSandboxes(SandboxHost host, RuniProgram program, Project project, int mostWarm)
    {
        _host = host;
        _slices = new SandboxSliceLauncher(host, program.ForSlices(), project, mostWarm);
        Programs = new SandboxProgramLauncher(host, program);
    }

    /// <summary>Starts slices of ours.</summary>
    public ISliceLauncher Slices => _slices;

    /// <summary>Starts people's programs.</summary>
    public IProgramLauncher Programs { get; }

    /// <summary>What this machine cannot give.</summary>
    public IReadOnlyList<IsolationGap> Gaps => _host.Gaps;

    /// <summary>Gets ready. What a coordinator of the project left that died was ended by <see cref="Sweep"/> before.</summary>
    /// <param name="project">Whose runs they are.</param>
    /// <param name="program">This program.</param>
    /// <param name="mostWarm">How many processes of slices may wait for more work; as many as there are processors, when nobody says.</param>
    /// <exception cref="IsolationException">Bubblewrap is missing.</exception>
    /// <exception cref="IOException">The project's state cannot be used.</exception>
    public static RunSandboxes Open(Project project, RuniProgram program, int? mostWarm = null) =>
        new(SandboxHost.Open(new SandboxHostOptions { StateDirectory = StateOf(project) }), program, project, mostWarm ?? Environment.ProcessorCount);

    /// <summary>Ends what coordinators of the project left that died: processes, control groups, directories.</summary>
    /// <exception cref="IOException">The project's state cannot be used.</exception>
    public static SweepReport Sweep(Project project) => SandboxHost.Sweep(StateOf(project));

    /// <summary>Brings a slice of ours up as a run does, until it could be given work, and ends it.</summary>
    /// <param name="directory">Absolute path of an empty directory, for what it says and gets.</param>
    /// <param name="cancellation">Stops waiting for it.</param>
    /// <returns>Whether it is of this build, and would take its work.</returns>
    /// <exception cref="IsolationException">There can be no such sandbox.</exception>
    /// <exception cref="IOException">The slice did not come up.</exception>
    public Task<bool> TryAsync(string directory, CancellationToken cancellation) => _slices.TryAsync(directory, cancellation);

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _host.DisposeAsync();

    private static string StateOf(Project project) => Path.Combine(project.StatePath, "sandboxes");
}
