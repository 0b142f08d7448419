using System.Text.Json;
using Runink.Pipelines.Types;

namespace Runink.Pipelines.Slices;

/// <summary>
/// A record that failed, as data: one JSON line of a dead-letter dataset (semantics section 5). The payload is masked by the
/// scenario's masking; the clear record is found through file, record number and byte range.
/// </summary>
public sealed record DeadLetter
{
    /// <summary>Version of this format.</summary>
    public const int CurrentVersion = 1;

    /// <summary>Version that this letter was written in.</summary>
    public int Version { get; init; } = CurrentVersion;

    /// <summary>Unique and reproducible: run, stage, file and record number make it.</summary>
    public required string Id { get; init; }

    /// <summary>Run that wrote it.</summary>
    public required string Run { get; init; }

    /// <summary>Stage that wrote it.</summary>
    public required string Stage { get; init; }

    /// <summary>Epoch.</summary>
    public required long Epoch { get; init; }

    /// <summary>Time of the run.</summary>
    public required DateTimeOffset Time { get; init; }

    /// <summary>Dataset the record was read from.</summary>
    public required string Dataset { get; init; }

    /// <summary>File of it, relative to the project root.</summary>
    public required string File { get; init; }

    /// <summary>SHA-256 of that file when the run began.</summary>
    public required string FileSha256 { get; init; }

    /// <summary>Number of the record in the file, from 1, header not counted.</summary>
    public required long Record { get; init; }

    /// <summary>Physical line at which it begins, from 1; null where the format has no lines.</summary>
    public long? Line { get; init; }

    /// <summary>First byte; null where it cannot be had.</summary>
    public long? ByteOffset { get; init; }

    /// <summary>Bytes, without the line end.</summary>
    public long? ByteLength { get; init; }

    /// <summary>Contract id and version, or null when a cast without a contract failed.</summary>
    public string? Contract { get; init; }

    /// <summary>Version of the contract.</summary>
    public string? ContractVersion { get; init; }

    /// <summary>Every rule it broke.</summary>
    public required EquatableList<BrokenRule> Errors { get; init; }

    /// <summary>The record, masked: an object of column to text, number or null.</summary>
    public required JsonElement Payload { get; init; }
}

/// <summary>One rule that a record broke.</summary>
/// <param name="Field">Column or columns.</param>
/// <param name="Rule">The contract's keyword or the quality rule's name.</param>
/// <param name="Expected">What the contract demands.</param>
/// <param name="Actual">What the record held, masked if the column is; null when it held null.</param>
public sealed record BrokenRule(string Field, string Rule, string Expected, string? Actual);
