using System.Text.Json.Serialization;
using Runink.Pipelines.Diagnostics;
using Runink.Pipelines.Types;

namespace Runink.Pipelines.Planning;

/// <summary>How a sink's new parts relate to what the dataset held.</summary>
public enum SinkMode
{
    /// <summary>They are all it holds.</summary>
    Replace,

    /// <summary>They are added.</summary>
    Append,

    /// <summary>They replace one partition.</summary>
    ReplacePartition,
}

/// <summary>A dataset that a scenario writes from one flow.</summary>
public sealed record SinkPlan
{
    /// <summary>Number within the scenario, from 0.</summary>
    public required int Id { get; init; }

    /// <summary>Id of the node whose passing records are written.</summary>
    public required int Input { get; init; }

    /// <summary>Where to.</summary>
    public required DatasetRef Dataset { get; init; }

    /// <summary>The step that asked for it.</summary>
    public required SourceSpan At { get; init; }

    /// <summary>A checked scalar SQL expression that chooses records, or null for all.</summary>
    public string? Condition { get; init; }

    /// <summary>Replace, append, or replace one partition.</summary>
    public SinkMode Mode { get; init; }

    /// <summary>Columns that become directories, outermost first.</summary>
    public EquatableList<string> PartitionBy { get; init; } = [];

    /// <summary>For <see cref="SinkMode.ReplacePartition"/>: the value of the one partition column that every record must have.</summary>
    public string? Partition { get; init; }

    /// <summary>Field separator of csv.</summary>
    public char Delimiter { get; init; } = ',';

    /// <summary>Whether csv gets a header.</summary>
    public bool Header { get; init; } = true;

    /// <summary>Highest classification that may be written.</summary>
    public Classification ClearedFor { get; init; } = Classification.Internal;

    /// <summary>
    /// Whether the dataset is one plain file, so that a slice writes exactly one part for it. What is appended to or
    /// partitioned is a directory, whatever its name looks like; so are dead letters.
    /// </summary>
    [JsonIgnore]
    public bool IsSingleFile => Mode == SinkMode.Replace && PartitionBy.Count == 0 && Dataset.LooksLikeFile;
}

/// <summary>Where the failing records of a scenario go; always JSON lines.</summary>
/// <param name="Dataset">The dead-letter dataset.</param>
/// <param name="At">The step that asked for it.</param>
public sealed record DeadLetterPlan(DatasetRef Dataset, SourceSpan At)
{
    /// <summary>Highest classification that a letter's payload may hold after masking.</summary>
    public Classification ClearedFor { get; init; } = Classification.Internal;
}
