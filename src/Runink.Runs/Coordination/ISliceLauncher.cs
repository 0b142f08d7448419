using Runink.Pipelines.Slices;

namespace Runink.Runs.Coordination;

/// <summary>Starts slices. The coordinator does not know what a slice does, nor where and how isolated it runs.</summary>
public interface ISliceLauncher
{
    /// <summary>
    /// Starts a slice and hands it its assignment. Its log goes to <paramref name="logFile"/>, which may not exist yet. A
    /// slice that cannot be started is an <see cref="IOException"/>.
    /// </summary>
    ISliceProcess Start(SliceAssignment assignment, string logFile);

    /// <summary>
    /// Starts a person's program between two pipes. What it writes on standard error goes to <paramref name="logFile"/>; it reports
    /// nothing. One that cannot be started is an <see cref="IOException"/>, or ends with an exit code of its own.
    /// </summary>
    ISliceProcess Start(ProgramStart program, string logFile);
}

/// <summary>A person's program as it is to run.</summary>
/// <param name="Executable">Absolute path of a private copy of it.</param>
/// <param name="Input">Absolute path of the named pipe that is its standard input.</param>
/// <param name="Output">Absolute path of the named pipe that is its standard output.</param>
/// <param name="WorkDirectory">An existing empty directory of its own.</param>
public sealed record ProgramStart(string Executable, string Input, string Output, string WorkDirectory);

/// <summary>A slice that was started. Disposing kills what is left of it.</summary>
public interface ISliceProcess : IAsyncDisposable
{
    /// <summary>Its process, as this machine counts.</summary>
    int ProcessId { get; }

    /// <summary>What it reports: <see cref="SliceEvent"/>s as JSON lines. Ends when the slice does.</summary>
    Stream Events { get; }

    /// <summary>Completes when the slice has ended.</summary>
    Task<SliceExit> Exit { get; }

    /// <summary>Asks it to stop: closes its lifeline and signals it. Returns at once.</summary>
    void RequestStop();

    /// <summary>Ends it at once, and all it started.</summary>
    void Kill();
}

/// <summary>How a slice ended.</summary>
/// <param name="Code">Its exit code, when it ended by itself.</param>
/// <param name="Signal">The signal that killed it.</param>
public sealed record SliceExit(int Code, int? Signal);
