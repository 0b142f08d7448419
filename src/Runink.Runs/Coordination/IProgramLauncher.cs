namespace Runink.Runs.Coordination;

/// <summary>Starts people's programs. Safe to use from several threads.</summary>
public interface IProgramLauncher
{
    /// <summary>
    /// Starts a program between two pipes. What it writes on standard error goes to <paramref name="logFile"/>; it reports nothing. One
    /// that cannot be started is an <see cref="IOException"/> or an <see cref="Isolation.IsolationException"/>, or ends with an exit code
    /// of its own.
    /// </summary>
    Task<ISliceProcess> StartAsync(ProgramStart program, string logFile);
}

/// <summary>A person's program as it is to run.</summary>
public sealed record ProgramStart
{
    /// <summary>The run that it belongs to.</summary>
    public required string Run { get; init; }

    /// <summary>What it is called within the run: letters, digits and dashes.</summary>
    public required string Slice { get; init; }

    /// <summary>Absolute path of a private copy of it.</summary>
    public required string Executable { get; init; }

    /// <summary>Whether it is a compiled step in C#, which Runink itself runs, rather than a program.</summary>
    public bool IsCSharp { get; init; }

    /// <summary>Absolute path of the named pipe that is its standard input.</summary>
    public required string Input { get; init; }

    /// <summary>Absolute path of the named pipe that is its standard output.</summary>
    public required string Output { get; init; }

    /// <summary>An existing empty directory of its own, for who has no other to give.</summary>
    public required string WorkDirectory { get; init; }

    /// <summary>The network endpoints that it may reach, <c>host:port</c>; only a sandbox holds it to them.</summary>
    public IReadOnlyList<string> Endpoints { get; init; } = [];

    /// <summary>Absolute path at which the way to them may be made, in a directory that is closed to others.</summary>
    public required string EgressSocket { get; init; }

    /// <summary>Bytes of memory that it may use; null is no limit.</summary>
    public long? MemoryBytes { get; init; }

    /// <summary>Processors that it may use; null is no limit.</summary>
    public double? Cpus { get; init; }

    /// <summary>Whether it may only run where the machine isolates in full.</summary>
    public bool Strict { get; init; }
}
