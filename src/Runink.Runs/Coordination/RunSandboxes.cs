using Runink.Isolation;
using Runink.Isolation.Sandbox;
using Runink.Pipelines.Projects;

namespace Runink.Runs.Coordination;

/// <summary>The sandboxes of one process that coordinates runs. Disposing ends what still runs in them.</summary>
public sealed class RunSandboxes : IAsyncDisposable
{
    private readonly SandboxHost _host;

    private RunSandboxes(SandboxHost host, RuniProgram program, Project project)
    {
        _host = host;
        Slices = new SandboxSliceLauncher(host, program, project);
        Programs = new SandboxProgramLauncher(host, program);
    }

    /// <summary>Starts slices of ours.</summary>
    public ISliceLauncher Slices { get; }

    /// <summary>Starts people's programs.</summary>
    public IProgramLauncher Programs { get; }

    /// <summary>What this machine cannot give.</summary>
    public IReadOnlyList<IsolationGap> Gaps => _host.Gaps;

    /// <summary>Gets ready, and ends what a coordinator of the project that died may have left.</summary>
    /// <exception cref="IsolationException">Bubblewrap is missing.</exception>
    /// <exception cref="IOException">The project's state cannot be used.</exception>
    public static RunSandboxes Open(Project project, RuniProgram program)
    {
        var host = SandboxHost.Open(new SandboxHostOptions { StateDirectory = Path.Combine(project.StatePath, "sandboxes") });
        host.Sweep();
        return new(host, program, project);
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _host.DisposeAsync();
}
