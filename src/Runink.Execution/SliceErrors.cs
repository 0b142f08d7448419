using Runink.Pipelines.Diagnostics;
using Runink.Pipelines.Slices;

namespace Runink.Execution;

/// <summary>What ends a slice; the coordinator passes it on to the person.</summary>
public static class SliceErrors
{
    /// <summary>The file's columns are not the contract's.</summary>
    public static readonly ErrorDefinition Drift = new(
        "R5301", "the columns of an input differ from its contract",
        "A contracted column is missing, a column has another type, or there are columns that the contract does not know. Reading on would publish guesses.",
        "mend the file or the contract, or say what drift does: schema drift must be \"warn\"");

    /// <summary>Two columns of one name.</summary>
    public static readonly ErrorDefinition DuplicateColumn = new(
        "R5302", "a header names a column twice",
        "Columns are found by name, so two of one name cannot be told apart.",
        "rename or remove one of the columns in the file");

    /// <summary>Nothing to read.</summary>
    public static readonly ErrorDefinition Empty = new(
        "R5303", "an input holds no records",
        "Publishing an empty dataset over a full one is nearly always an accident: a failed export, a truncated copy.",
        "check the producer; if an empty input is right, set the option | may be empty | yes | below the source");

    /// <summary>A failing record with nowhere to go.</summary>
    public static readonly ErrorDefinition NoDeadLetters = new(
        "R5304", "a record failed and there is no dead-letter queue",
        "A record that fails must be kept with its reasons, so a scenario in which something can fail needs a dead-letter queue.",
        "add: But records that fail go to the dead-letter queue \"jsonl://out/dlq/NAME\"");

    /// <summary>A stale read of a dataset.</summary>
    public static readonly ErrorDefinition Incomplete = new(
        "R5305", "an input was not read to its end",
        "The engine stopped before every record was delivered, so dead letters could be missing. This is a fault of Runink, not of your data.",
        "please report it with the feature; as a workaround, publish the validated flow in a scenario of its own");

    /// <summary>A partition that a record does not belong to.</summary>
    public static readonly ErrorDefinition WrongPartition = new(
        "R5306", "a record does not belong to the partition that is replaced",
        "Replacing a partition must not touch others, so every record must have the partition's value.",
        "filter the flow to the partition first");

    /// <summary>Too many directories.</summary>
    public static readonly ErrorDefinition TooManyPartitions = new(
        "R5307", "a sink has too many partitions",
        "Each partition is a directory and at least one file. Thousands of them make every later read slow.",
        "partition by a column with fewer values");

    /// <summary>The disk is full.</summary>
    public static readonly ErrorDefinition DiskFull = new(
        "R5308", "there is no space left",
        "Writing the output or spilling to disk failed because the file system is full. Nothing was published.",
        "free space and run again: runi resume --last");

    /// <summary>Memory does not suffice.</summary>
    public static readonly ErrorDefinition OutOfMemory = new(
        "R5309", "the memory limit was reached",
        "The engine could not go on within the slice's limit, even with spilling to disk.",
        "raise @memory, lower @cpu, or filter earlier");

    /// <summary>Any other refusal of the engine.</summary>
    public static readonly ErrorDefinition Engine = new(
        "R5310", "the engine refused a step",
        "A cast, function or file operation failed while the pipeline ran.",
        "the message names the cause; check the step's SQL and the input");

    /// <summary>An output that cannot be written.</summary>
    public static readonly ErrorDefinition Unwritable = new(
        "R5311", "an output cannot be written",
        "The operating system refused to write into the staging directory.",
        "check the permissions of the output directory and of .runink");

    /// <summary>An assignment this version cannot read.</summary>
    public static readonly ErrorDefinition Protocol = new(
        "R5312", "the slice got no valid assignment",
        "A slice is started by the coordinator, which writes its assignment on standard input. It is not for people. "
        + "Nor does a runi give work to a runi-slice of another build.",
        "use: runi run FEATURE");

    /// <summary>What helps against <see cref="Protocol"/> when the two are of different builds.</summary>
    internal const string AnotherBuild =
        "run the command again if runi was replaced meanwhile; else install runi and runi-slice of one publication, or remove runi-slice";

    /// <summary>Stopped before the end.</summary>
    public static readonly ErrorDefinition Stopped = new(
        "R5313", "the stage was stopped on request",
        "The coordinator asked the slice to end, because of Ctrl-C or a time limit. Nothing was published.",
        "go on with: runi resume --last");

    /// <summary>The slice at the other end of an edge is gone.</summary>
    public static readonly ErrorDefinition LostPeer = new(
        "R5314", "the process at the other end of a flow is gone",
        "The stage runs in several processes, and the one that reads or writes this flow ended before the flow did. What ended it is reported where it happened.",
        "look at the log of the run with runi logs");

    /// <summary>Bytes that are not what they should be.</summary>
    public static readonly ErrorDefinition StepStream = new(
        "R5315", "what a step of one's own writes is not an Arrow stream",
        "With @format:arrow a program writes an Arrow IPC stream on its standard output, and nothing else: a message printed there breaks it.",
        "print messages on standard error; write the stream with an Arrow library's stream writer (not its file writer), uncompressed or with LZ4");

    /// <summary>Columns that do not fit what was declared.</summary>
    public static readonly ErrorDefinition StepColumns = new(
        "R5316", "a step of one's own returns a column of another type",
        "The table below the step says which types come back. Numbers of other widths are converted where nothing is lost, other types are not.",
        "change the type in the table, or let the step write the declared one");

    /// <summary>A stream without its end.</summary>
    public static readonly ErrorDefinition StepEndedEarly = new(
        "R5317", "a step of one's own ended in the middle of its stream",
        "An Arrow stream ends with a mark. Without it nobody can tell whether all records came, so none is published.",
        "close the stream's writer before the program ends; if the program fails, its log says why: runi logs");

    /// <summary>A value that cannot be written.</summary>
    public static readonly ErrorDefinition NoForm = new(
        "R5318", "a value has no form in the format that is written",
        "JSON has neither NaN nor infinity, Parquet no whole number of 39 digits, and in a csv file of one column a NULL would be a blank line, which is no record to "
            + "whoever reads it. Anything else in its place would not be what the flow holds.",
        "replace or leave out such values by SQL before, or use a format that has them: parquet for an output, @format:arrow for a step of one's own");

    /// <summary>All of them, for the reference page.</summary>
    public static IReadOnlyList<ErrorDefinition> All { get; } =
    [
        Drift, DuplicateColumn, Empty, NoDeadLetters, Incomplete, WrongPartition, TooManyPartitions, DiskFull, OutOfMemory, Engine,
        Unwritable, Protocol, Stopped, LostPeer, StepStream, StepColumns, StepEndedEarly, NoForm,
    ];

    /// <summary>An expected failure of the stage.</summary>
    internal static RuninkException Exception(ErrorDefinition definition, string message, SourceSpan? at = null, string? hint = null, Exception? inner = null) =>
        new(definition.Error(message, at, hint), ExitCodes.WorkFailed, inner);

    /// <summary>A failure that lies in the input: exit code 2.</summary>
    internal static RuninkException BadInput(ErrorDefinition definition, string message, SourceSpan? at = null, string? hint = null) =>
        new(definition.Error(message, at, hint), ExitCodes.BadInput);

    /// <summary>The event that reports an expected failure.</summary>
    internal static SliceFailed ToEvent(RuninkException failure, bool retryable) =>
        new(failure.Diagnostic.Definition.Code, failure.Message, failure.Diagnostic.Hint, failure.ExitCode, retryable)
        {
            LostPeer = failure.Diagnostic.Definition == LostPeer || failure.Diagnostic.Definition == StepEndedEarly,
        };
}
