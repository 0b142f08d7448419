using Runink.Pipelines.Diagnostics;

namespace Runink.Runs;

/// <summary>What can go wrong around slices: starting, judging, publishing, resuming.</summary>
public static class RunErrors
{
    /// <summary>No run has that name.</summary>
    public static readonly ErrorDefinition RunNotFound = new(
        "R5001", "Unknown run", "The ledger of this project holds no run of that name.", "list the runs with `runi runs`");

    /// <summary>Another process coordinates the run.</summary>
    public static readonly ErrorDefinition RunBusy = new(
        "R5002", "The run is still going on", "A run has one coordinator at a time, and another process holds its lock.",
        "wait for it, or stop it, then resume");

    /// <summary>Another run holds a dataset, and the command does not want to wait.</summary>
    public static readonly ErrorDefinition DatasetBusy = new(
        "R5003", "A dataset is in use", "Another run writes this dataset or reads it, and --no-wait was given.",
        "run again later, or without --no-wait");

    /// <summary>A source has no files.</summary>
    public static readonly ErrorDefinition InputMissing = new(
        "R5004", "No input", "A source names a file, a directory or a glob, and nothing is there to read.",
        "check the path in the step; it is relative to the project root");

    /// <summary>A source or sink lies where the project may not go.</summary>
    public static readonly ErrorDefinition PathRefused = new(
        "R5005", "Path refused", "Sources and sinks lie inside the project or in a directory that runink.yaml allows.",
        "move the data into the project, or allow its directory in runink.yaml");

    /// <summary>An input is no longer what it was when the run began.</summary>
    public static readonly ErrorDefinition InputChanged = new(
        "R5006", "An input changed during the run",
        "The inputs of a run are pinned by size, time and content when it begins, so that its result means something.",
        "start a new run");

    /// <summary>A resume would not continue the same work.</summary>
    public static readonly ErrorDefinition ResumeRefused = new(
        "R5007", "The run cannot be resumed",
        "A run resumes only with the plan, contracts, parameters and inputs that it began with.",
        "start a new run with `runi run`");

    /// <summary>The slice was killed.</summary>
    public static readonly ErrorDefinition SliceKilled = new(
        "R5008", "The slice was killed", "The process that did the work was ended by a signal, not by itself.",
        "when the machine ran out of memory, give the scenario a limit with @memory, or the machine more");

    /// <summary>The slice took too long.</summary>
    public static readonly ErrorDefinition SliceTimedOut = new(
        "R5009", "The slice timed out", "The scenario's @timeout was over before the work was done, so it was stopped.",
        "raise @timeout, or give the scenario more @cpu and @memory");

    /// <summary>The slice did not keep to the protocol.</summary>
    public static readonly ErrorDefinition SliceProtocol = new(
        "R5010", "The slice broke the protocol",
        "What the slice reported cannot be read or cannot be true; nothing of it is used.",
        "look at its log with `runi logs`, and report it");

    /// <summary>The slice ended without a reason.</summary>
    public static readonly ErrorDefinition SliceExited = new(
        "R5011", "The slice ended unexpectedly",
        "The process that did the work ended without saying that it finished or why not.",
        "look at its log with `runi logs`");

    /// <summary>The slice could not be started.</summary>
    public static readonly ErrorDefinition SliceNotStarted = new(
        "R5012", "The slice could not be started", "The system refused to start the process that does the work.",
        "check the installation with `runi doctor`");

    /// <summary>A check failed.</summary>
    public static readonly ErrorDefinition CheckFailed = new(
        "R5013", "A check failed",
        "A check of severity error did not hold: the dead letters are published, passing records are not.",
        "look at the dead letters with `runi dlq ls`, mend the data or the check, and run again");

    /// <summary>A newer attempt exists.</summary>
    public static readonly ErrorDefinition StaleAttempt = new(
        "R5014", "A newer attempt took over",
        "Only the newest attempt of a stage may commit, and this one is not it; nothing of it is used.",
        "nothing to do: see `runi status` for the newer attempt");

    /// <summary>The disk refused.</summary>
    public static readonly ErrorDefinition StorageFailed = new(
        "R5015", "The disk refused", "A file could not be written, synced or moved. The datasets hold what they held before.",
        "make room or mend the permissions, then resume the run");

    /// <summary>A sink cannot take what the stage writes.</summary>
    public static readonly ErrorDefinition SinkUnusable = new(
        "R5016", "The sink cannot be written", "A dataset is a directory that only runs write to, or one plain file.",
        "choose another path for the sink");

    /// <summary>Committed, not in place yet.</summary>
    public static readonly ErrorDefinition PublishPending = new(
        "R5017", "Committed, but not in place yet",
        "The stage succeeded for good, but the disk refused to move its parts into place.",
        "mend the disk; the next command in this project moves them");

    /// <summary>A manifest names files that are not there.</summary>
    public static readonly ErrorDefinition DatasetDamaged = new(
        "R5018", "The dataset is damaged", "Its manifest names a file that is gone or has another size.",
        "run the pipeline that writes it again");

    /// <summary>A person stopped the run.</summary>
    public static readonly ErrorDefinition Interrupted = new(
        "R5019", "Interrupted", "The run was stopped before the stage had committed; nothing of the stage was published.",
        "continue with `runi resume`");

    /// <summary>An earlier stage failed.</summary>
    public static readonly ErrorDefinition UpstreamFailed = new(
        "R5020", "An earlier scenario failed", "The scenario reads what another one of the run did not publish.",
        "mend the earlier scenario, then resume the run");

    /// <summary>No dead letter has that id.</summary>
    public static readonly ErrorDefinition LetterNotFound = new(
        "R5021", "Unknown dead letter", "No published dead letter has an id that begins like that, or several have.",
        "list the letters with `runi dlq ls`, and give more of the id");

    /// <summary>A record of the ledger or a manifest cannot be read.</summary>
    public static readonly ErrorDefinition RecordUnreadable = new(
        "R5022", "A record cannot be read",
        "A record of the ledger or a manifest is damaged, or was written by a newer version of Runink.",
        "use the version of Runink that wrote it");

    /// <summary>The coordinator died.</summary>
    public static readonly ErrorDefinition CoordinatorDied = new(
        "R5023", "The run's process died", "The process that coordinated the run was killed or the machine stopped.",
        "continue with `runi resume`");

    /// <summary>A person's program failed.</summary>
    public static readonly ErrorDefinition ProgramFailed = new(
        "R5024", "A program failed",
        "A program that a step names ended with an exit code other than 0, was killed, or did not read all its input.",
        "what it wrote on standard error is in the log: `runi logs`; a program reads its input to the end and exits with 0");

    /// <summary>A program took more memory than it may.</summary>
    public static readonly ErrorDefinition OutOfMemory = new(
        "R5025", "A step ran out of memory", "The kernel ended a process that had reached the memory limit of its scenario.",
        "raise @memory or filter earlier");

    /// <summary>A program cannot be isolated here.</summary>
    public static readonly ErrorDefinition NotIsolated = new(
        "R5026", "A slice cannot be isolated", "All that works on data runs in a sandbox that holds only what it needs, and this one cannot be made or filled.",
        "runi setup installs what is missing; --isolation none runs everything with all your rights instead");

    /// <summary>A program made a system call that ends it.</summary>
    public static readonly ErrorDefinition CallRefused = new(
        "R5028", "A program was killed for a system call",
        "Sandboxes allow a list of system calls. Most others are answered with an error; calls by the numbers of another "
            + "architecture, such as those of 32-bit programs, end the process.",
        "use a build for this machine's own architecture; the list is explained in docs/internals/seccomp.md");

    /// <summary>A process that was killed lives on.</summary>
    public static readonly ErrorDefinition NotEnded = new(
        "R5029", "A process does not end",
        "It was killed, and the kernel does not let it end: as a rule it waits for a disk or a network file system that does not answer. "
            + "It changes nothing any more, and what is written down of it stays until a later command that opens the project finds it gone.",
        "what it waits for says `cat /proc/NUMBER/wchan`; mend that, and run again");

    /// <summary>All of them, for the reference page.</summary>
    public static IReadOnlyList<ErrorDefinition> All { get; } =
    [
        RunNotFound, RunBusy, DatasetBusy, InputMissing, PathRefused, InputChanged, ResumeRefused, SliceKilled, SliceTimedOut,
        SliceProtocol, SliceExited, SliceNotStarted, CheckFailed, StaleAttempt, StorageFailed, SinkUnusable, PublishPending,
        DatasetDamaged, Interrupted, UpstreamFailed, LetterNotFound, RecordUnreadable, CoordinatorDied, ProgramFailed, OutOfMemory, NotIsolated,
        CallRefused, NotEnded,
    ];

    /// <summary>Says that a process was killed for lack of memory.</summary>
    /// <param name="who">What it did.</param>
    /// <param name="limit">Bytes that it might use.</param>
    /// <param name="peak">Most bytes that it held at a time, where that was counted.</param>
    internal static string OutOfMemoryWords(string who, long limit, long? peak)
    {
        var reached = peak is { } bytes ? $" (peak {bytes >> 20} MiB)" : "";
        return $"{who} was killed: memory limit {limit >> 20} MiB reached{reached}";
    }

    /// <summary>The failure of a file operation, as a person should hear of it.</summary>
    internal static RuninkException Storage(Exception failure) =>
        new(StorageFailed.Error(failure.Message, at: null), ExitCodes.WorkFailed, failure);

    /// <summary>Whether an exception says that the disk or the ledger refused.</summary>
    internal static bool IsStorage(Exception failure) =>
        failure is IOException or UnauthorizedAccessException or Store.StoreException;
}
