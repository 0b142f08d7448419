using System.Text.Json.Serialization;
using Runink.Pipelines.Planning;
using Runink.Pipelines.Types;

namespace Runink.Pipelines.Slices;

/// <summary>
/// What a coordinator hands to a slice as one JSON line on its standard input: the whole of its work. The pipe stays open as
/// long as the coordinator lives; when it closes, the slice ends at once. Names in the plan and of inputs are those that people see;
/// where the files lie for the slice, whose view of the machine may be its own, is said beside them. Described in docs/internals/formats.md.
/// </summary>
public sealed record SliceAssignment
{
    /// <summary>Version of the protocol between coordinator and slice.</summary>
    public const int CurrentVersion = 1;

    /// <summary>Version that this assignment was written in.</summary>
    public int Version { get; init; } = CurrentVersion;

    /// <summary>Identifies the build of this program: its parts work together only when they are of one.</summary>
    public static string CurrentBuild { get; } = typeof(SliceAssignment).Module.ModuleVersionId.ToString("N");

    /// <summary>The build that wrote this assignment; null where nobody said.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Build { get; init; }

    /// <summary>The run.</summary>
    public required string Run { get; init; }

    /// <summary>The stage within the run.</summary>
    public required string Stage { get; init; }

    /// <summary>Attempt, from 1; part files carry it in their names.</summary>
    public required int Attempt { get; init; }

    /// <summary>The numbered cut; a bounded flow is epoch 0.</summary>
    public long Epoch { get; init; }

    /// <summary>Time of the run, fixed when it began; what letters carry.</summary>
    public required DateTimeOffset RunTime { get; init; }

    /// <summary>What to do.</summary>
    public required ScenarioPlan Plan { get; init; }

    /// <summary>What this slice does of the plan, when the stage has several; null when it does all of it.</summary>
    public SliceShare? Share { get; init; }

    /// <summary>The project root; the paths of the plan are relative to it.</summary>
    public required string ProjectRoot { get; init; }

    /// <summary>
    /// Where inputs lie that are named by an absolute path: beneath this directory. Null for a slice that sees the machine as it is.
    /// </summary>
    public string? OutsideRoot { get; init; }

    /// <summary>For every source node, the files it reads, as they were pinned when the run began.</summary>
    public required EquatableList<PinnedInput> Inputs { get; init; }

    /// <summary>For every sink and the dead letters, an existing empty directory to write parts into.</summary>
    public required EquatableList<StagingTarget> Staging { get; init; }

    /// <summary>An existing empty directory for what does not fit in memory.</summary>
    public required string SpillDirectory { get; init; }

    /// <summary>Bytes the whole process may use.</summary>
    public required long MemoryBytes { get; init; }

    /// <summary>Threads the engine may use.</summary>
    public required int Threads { get; init; }

    /// <summary>The masking key, base64, when the plan needs it; never in a file, argument or variable of the slice.</summary>
    public string? MaskingKey { get; init; }

    /// <summary>One thread and stable order, for tests of features.</summary>
    public bool Ordered { get; init; }

    /// <summary>Whether the process waits for another assignment when this one is done.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool Stay { get; init; }

    /// <summary>
    /// The directories to which the slice's engine is shut in, whatever the work writes: so it can be used again by work that has the same. Null where it is shut in to
    /// what this work names, as it must be when it reads files itself.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public EquatableList<string>? Walls { get; init; }

    /// <summary>The absolute path at which the slice finds an input.</summary>
    public string PathOf(PinnedInput input) => Path.IsPathRooted(input.Path) && OutsideRoot is { } outside
        ? outside + Path.GetFullPath(input.Path)
        : Path.GetFullPath(Path.Combine(ProjectRoot, input.Path));
}

/// <summary>A file as it was when the run began.</summary>
/// <param name="Node">Source node that reads it.</param>
/// <param name="Path">Relative to the project root, or absolute in an allowed directory.</param>
/// <param name="Size">Bytes.</param>
/// <param name="ModifiedUtc">Modification time.</param>
/// <param name="Sha256">Content hash, hex.</param>
public sealed record PinnedInput(int Node, string Path, long Size, DateTimeOffset ModifiedUtc, string Sha256);

/// <summary>Where a sink's parts are written aside.</summary>
/// <param name="Sink">Sink id, or <see cref="DeadLetters"/>.</param>
/// <param name="Directory">Absolute path.</param>
public sealed record StagingTarget(int Sink, string Directory)
{
    /// <summary>The sink id that stands for the dead letters.</summary>
    public const int DeadLetters = -1;
}
