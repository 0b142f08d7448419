using System.Text.Json.Serialization;
using Runink.Pipelines.Types;

namespace Runink.Runs.Ledger;

/// <summary>
/// What a dataset holds. The ledger keeps the newest under <c>datasets/NAME</c>; beside the data lies a copy,
/// <c>_manifest.json</c> in a directory of parts, <c>_NAME.manifest.json</c> next to a plain file.
/// </summary>
public sealed record DatasetManifest : ILedgerRecord
{
    /// <summary>Version of this format.</summary>
    public const int CurrentVersion = 1;

    /// <inheritdoc/>
    public int Version { get; init; } = CurrentVersion;

    /// <summary>Identity of the dataset, <c>parquet://out/silver/trades</c>.</summary>
    public required string Dataset { get; init; }

    /// <summary>Run that committed this state.</summary>
    public required string Run { get; init; }

    /// <summary>Stage of that run.</summary>
    public required string Stage { get; init; }

    /// <summary>Attempt of that stage.</summary>
    public required int Attempt { get; init; }

    /// <summary>Epoch of that stage.</summary>
    public long Epoch { get; init; }

    /// <summary>When it was committed.</summary>
    public required DateTimeOffset Committed { get; init; }

    /// <summary>All parts, sorted by path.</summary>
    public required EquatableList<ManifestPart> Parts { get; init; }

    /// <summary>Records in all parts.</summary>
    [JsonIgnore]
    public long Rows => Parts.Sum(part => part.Rows);

    /// <summary>Whether that stage committed this state.</summary>
    public bool IsBy(StageRecord stage) =>
        string.Equals(Run, stage.Run, StringComparison.Ordinal) && string.Equals(Stage, stage.Id, StringComparison.Ordinal) &&
        Attempt == stage.Attempt;
}

/// <summary>One file of a dataset.</summary>
/// <param name="Path">Relative to the dataset's directory; for a plain file its name.</param>
/// <param name="Rows">Records in it.</param>
/// <param name="Size">Bytes.</param>
/// <param name="ModifiedUtc">Modification time; as long as it and the size hold, the hash is believed.</param>
/// <param name="Sha256">Content hash, hex.</param>
/// <param name="Run">Run that wrote it.</param>
/// <param name="Stage">Stage that wrote it.</param>
public sealed record ManifestPart(
    string Path, long Rows, long Size, DateTimeOffset ModifiedUtc, string Sha256, string Run, string Stage);
