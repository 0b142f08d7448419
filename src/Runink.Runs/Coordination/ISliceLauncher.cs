using Runink.Isolation.Cgroups;
using Runink.Pipelines.Slices;
using Runink.Runs.Ledger;

namespace Runink.Runs.Coordination;

/// <summary>Starts slices. The coordinator does not know what a slice does, nor where and how isolated it runs.</summary>
public interface ISliceLauncher
{
    /// <summary>
    /// Starts a slice and hands it its assignment. Its log goes to <paramref name="logFile"/>, which may not exist yet. A slice that
    /// cannot be started is an <see cref="IOException"/>; one that cannot be isolated, an <see cref="Isolation.IsolationException"/>.
    /// </summary>
    Task<ISliceProcess> StartAsync(SliceAssignment assignment, string logFile, CancellationToken cancellation);
}

/// <summary>A slice that was started. Disposing kills what is left of it, and waits for that as long as <see cref="Exit"/>.</summary>
public interface ISliceProcess : IAsyncDisposable
{
    /// <summary>Its process, as this machine counts.</summary>
    int ProcessId { get; }

    /// <summary>What it reports: <see cref="SliceEvent"/>s as JSON lines. Ends when the slice does.</summary>
    Stream Events { get; }

    /// <summary>
    /// Completes when the slice has ended. Fails with a <see cref="Isolation.Sandbox.SliceNotEndedException"/> when it was killed and lives on.
    /// </summary>
    Task<SliceExit> Exit { get; }

    /// <summary>Asks it to stop: closes its lifeline and signals it. Returns at once.</summary>
    void RequestStop();

    /// <summary>Ends it at once, and all it started.</summary>
    void Kill();
}

/// <summary>How a slice ended.</summary>
/// <param name="Code">Its exit code, when it ended by itself.</param>
/// <param name="Signal">The signal that killed it.</param>
/// <param name="Usage">What it used, where that was counted.</param>
public sealed record SliceExit(int Code, int? Signal, ResourceUsage? Usage = null)
{
    /// <summary>What it did on the network, when it may; null when it may not.</summary>
    public NetworkUsage? Network { get; init; }
}
