namespace Runink.Runs.Files;

/// <summary>Where things lie under a project's <c>.runink/</c>.</summary>
/// <param name="Root">Absolute path of <c>.runink/</c>.</param>
internal sealed record StatePaths(string Root)
{
    /// <summary>What the name of a log ends with.</summary>
    public const string LogEnding = ".log";

    private const string SliceEnding = ".slice";

    /// <summary>One lock file per dataset of the project.</summary>
    public string Locks => Path.Combine(Root, "locks");

    /// <summary>One lock file per run whose coordinator lives, or died before it had put everything in order.</summary>
    public string Runs => Path.Combine(Root, "runs");

    /// <summary>Parts that are not published yet.</summary>
    public string Staging => Path.Combine(Root, "staging");

    /// <summary>What did not fit in memory.</summary>
    public string Spill => Path.Combine(Root, "spill");

    /// <summary>What slices wrote on standard error.</summary>
    public string Logs => Path.Combine(Root, "logs");

    /// <summary>The lock of one run.</summary>
    public string RunLock(string run) => Path.Combine(Runs, run + ".lock");

    /// <summary>The staging directory of one attempt, without its sinks.</summary>
    public string StagingOf(string run, string stage, int attempt) => Path.Combine(Staging, run, stage, $"attempt-{attempt}");

    /// <summary>The spill directory of one attempt.</summary>
    public string SpillOf(string run, string stage, int attempt) => Path.Combine(Spill, run, stage, $"attempt-{attempt}");

    /// <summary>Says which process works for a slice of an attempt.</summary>
    public string SliceOf(string run, string stage, int attempt, int slice = 0) =>
        Path.Combine(Staging, run, stage, $"attempt-{attempt}{(slice == 0 ? "" : $"-{slice}")}{SliceEnding}");

    /// <summary>The files that say which processes work for a run.</summary>
    public IEnumerable<string> SlicesOf(string run) => Directory.Exists(Path.Combine(Staging, run))
        ? Directory.EnumerateFiles(Path.Combine(Staging, run), "*" + SliceEnding, SearchOption.AllDirectories)
        : [];

    /// <summary>The directory of a run's logs.</summary>
    public string LogsOf(string run) => Path.Combine(Logs, run);

    /// <summary>The log of one attempt.</summary>
    public string LogOf(string run, string stage, int attempt) => Path.Combine(LogsOf(run), $"{stage}-{attempt}{LogEnding}");

    /// <summary>The log of one of several slices, from that of the attempt.</summary>
    public static string LogOfSlice(string attemptLog, int slice) => Path.ChangeExtension(attemptLog, $".{slice}{LogEnding}");
}
