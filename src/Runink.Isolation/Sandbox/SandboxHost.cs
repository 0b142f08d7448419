using Runink.Isolation.Cgroups;
using Runink.Isolation.Processes;

namespace Runink.Isolation.Sandbox;

/// <summary>
/// Starts sandboxes on this machine and cleans up after agents that are gone. One for each agent; safe to use from several
/// threads. Linux with glibc 2.34 or newer.
/// </summary>
public sealed class SandboxHost : IAsyncDisposable
{
    private readonly SandboxHostOptions _options;
    private readonly CgroupLayout _layout;
    private readonly AgentDirectory _agent;
    private readonly UidPool? _users;
    private readonly LaunchTools? _tools;
    private readonly IdMaps? _maps;
    private readonly HashSet<SandboxedProcess> _running = [];
    private bool _disposed;
    private bool _isAnyLeft;

    private SandboxHost(SandboxHostOptions options, LaunchTools? tools, CgroupLayout layout, AgentDirectory agent)
    {
        _options = options;
        _tools = tools;
        _layout = layout;
        _agent = agent;
        _users = Posix.IsRoot && tools is not null ? new(options.UidDirectory) : null;
        _maps = tools?.Unshare is { } unshare ? new(unshare) : null;
        Gaps = IsolationGaps.Of(options, Posix.IsRoot, layout);
    }

    /// <summary>What this machine cannot give. Callers warn, or refuse by <see cref="SandboxSpec.Strict"/>.</summary>
    public IReadOnlyList<IsolationGap> Gaps { get; }

    /// <summary>
    /// Whether a slice can be given files while it runs: the agent is root and uses bubblewrap. Else
    /// <see cref="SandboxSpec.Files"/> are given at its start.
    /// </summary>
    public bool CanFurnish => _maps is not null;

    /// <summary>Gets ready to start sandboxes.</summary>
    /// <exception cref="IsolationException">Bubblewrap is missing. Nothing else is used in its place.</exception>
    /// <exception cref="IOException">The state directory cannot be used.</exception>
    public static SandboxHost Open(SandboxHostOptions options)
    {
        if (!OperatingSystem.IsLinux()) throw new IsolationException("slices need Linux", "run the agent on Linux");
        if (options.Uids.Fault() is { } fault) throw new IsolationException(fault, "correct the agent's range of users");
        var tools = options.Driver == IsolationDriver.Bubblewrap ? LaunchTools.Find(Posix.IsRoot) : null;
        PrivateDirectory.Make(options.StateDirectory);
        var state = Posix.RealPath(options.StateDirectory);
        return new(options with { StateDirectory = state }, tools, CgroupAccess.Usable(), AgentDirectory.Make(state));
    }

    /// <summary>
    /// Ends and removes what agents left that are gone, in a state directory: processes, control groups, directories.
    /// Agents that live are left alone. Blocks for as long as that takes.
    /// </summary>
    /// <param name="stateDirectory">The directory that agents are given as <see cref="SandboxHostOptions.StateDirectory"/>; need not exist.</param>
    public static SweepReport Sweep(string stateDirectory) => SliceSweeper.Sweep(stateDirectory);

    /// <summary>Starts a process in a sandbox of its own.</summary>
    /// <exception cref="IsolationException">It cannot be started as described; nothing of it is left.</exception>
    /// <exception cref="IOException">The machine refuses, being out of files, processes or memory.</exception>
    public async Task<SandboxedProcess> StartAsync(SandboxSpec spec)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        SandboxSpecCheck.Check(spec, _options);
        if (spec.Strict && Gaps.Count > 0)
        {
            var meanings = string.Join("; ", Gaps.Select(gap => gap.Meaning));
            throw new IsolationException($"strict isolation is not to be had here: {meanings}", Gaps[0].Fix);
        }

        if (spec.Furnishable && !CanFurnish)
            throw new IsolationException($"slice {spec.Name} cannot be given files while it runs", "run the agent as root");
        var users = spec.Uids ?? _options.Uids;
        var slice = SliceResources.Take(spec, _agent, _layout, sliceLock => _users?.Take(users, sliceLock), _maps, _options.Patience);
        if (spec.Furnishable) slice.Furnishing?.Prepare();
        Launch? launch = null;
        SandboxedProcess process;
        try
        {
            launch = _tools is null ? Launch.Plain(spec, slice) : Launch.Sandboxed(spec, slice, _tools);
            process = await SandboxedProcess.StartAsync(launch, slice, spec.Furnishable || spec.Files is not null);
        }
        catch
        {
            launch?.Dispose();
            await ReleaseAsync(slice);
            throw;
        }

        Remember(process);
        return process;
    }

    /// <summary>Kills what still runs and forgets this agent, unless something cannot be ended: then it stays written down for the next sweep.</summary>
    /// <exception cref="IOException">Something that still ran cannot be ended.</exception>
    public async ValueTask DisposeAsync()
    {
        SandboxedProcess[] running;
        lock (_running)
        {
            if (_disposed) return;
            _disposed = true;
            running = [.. _running];
        }

        foreach (var process in running) process.Kill();
        try
        {
            await Task.WhenAll(running.Select(process => process.Exit));
        }
        finally
        {
            _agent.Run.Dispose();
            CgroupAccess.RemoveTops(_layout);
            _maps?.Dispose();
            if (IsAnyLeft(running)) _agent.Leave();
            else _agent.Dispose();
        }
    }

    private async Task ReleaseAsync(SliceResources slice)
    {
        try
        {
            await slice.ReleaseAsync();
        }
        catch
        {
            lock (_running) _isAnyLeft = true;
            throw;
        }
    }

    private bool IsAnyLeft(SandboxedProcess[] running)
    {
        lock (_running) return _isAnyLeft || Array.Exists(running, process => process.Exit.IsFaulted);
    }

    private void Remember(SandboxedProcess process)
    {
        lock (_running)
        {
            _running.Add(process);
            if (_disposed) process.Kill();
        }

        _ = process.Exit.ContinueWith(
            Forget, process, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
    }

    private void Forget(Task exit, object? process)
    {
        lock (_running)
        {
            _running.Remove((SandboxedProcess)process!);
            _isAnyLeft |= exit.IsFaulted;
        }
    }
}
