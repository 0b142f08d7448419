using System.Text.Json.Serialization;
using Runink.Pipelines.Planning;
using Runink.Pipelines.Slices;
using Runink.Pipelines.Types;

namespace Runink.Runs.Ledger;

/// <summary>One dataset that a stage publishes: what is moved into place and what goes.</summary>
public sealed record StageOutput
{
    /// <summary>Sink id, or <see cref="StagingTarget.DeadLetters"/>.</summary>
    public required int Sink { get; init; }

    /// <summary>The dataset.</summary>
    public required DatasetRef Dataset { get; init; }

    /// <summary>How the new parts relate to what was there.</summary>
    public required SinkMode Mode { get; init; }

    /// <summary>Whether the dataset is one plain file.</summary>
    public bool SingleFile { get; init; }

    /// <summary>Directory in which the parts wait: relative to the project root, or absolute outside it.</summary>
    public required string Staging { get; init; }

    /// <summary>The new parts.</summary>
    public required EquatableList<OutputPart> Parts { get; init; }

    /// <summary>Parts that the new ones replace, relative to the dataset.</summary>
    public EquatableList<string> Superseded { get; init => field = value ?? []; } = [];

    /// <summary>Records in the new parts.</summary>
    [JsonIgnore]
    public long Rows => Parts.Sum(part => part.Rows);

    /// <summary>Whether this is the dead-letter queue of its stage.</summary>
    [JsonIgnore]
    public bool IsDeadLetters => Sink == StagingTarget.DeadLetters;
}

/// <summary>A part on its way into a dataset.</summary>
/// <param name="Staged">Where it waits, relative to the staging directory.</param>
/// <param name="Path">Where it belongs, relative to the dataset.</param>
/// <param name="Rows">Records in it.</param>
/// <param name="Size">Bytes.</param>
/// <param name="Sha256">Content hash, hex.</param>
public sealed record OutputPart(string Staged, string Path, long Rows, long Size, string Sha256);
