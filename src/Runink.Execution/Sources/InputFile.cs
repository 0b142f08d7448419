using Runink.Pipelines.Slices;

namespace Runink.Execution.Sources;

/// <summary>A pinned file, ready to be read.</summary>
/// <param name="Pinned">What the run pinned.</param>
/// <param name="Path">Absolute path.</param>
/// <param name="Layout">For csv: how the wanted columns lie in it.</param>
/// <param name="Missing">For Parquet: the wanted columns it does not have.</param>
/// <param name="Quarantined">Whether all its records go to the dead letters because its columns drifted.</param>
internal sealed record InputFile(PinnedInput Pinned, string Path, Csv.CsvLayout? Layout, IReadOnlySet<string> Missing, bool Quarantined)
{
    /// <summary>The file as the record reader wants it: changes since the run was pinned are refused.</summary>
    public SourceFile ToSource() => IsPipe
        ? new(Path, Pinned.Path) { IsPipe = true }
        : new(Path, Pinned.Path, Pinned.Size, Pinned.ModifiedUtc);

    /// <summary>For Parquet: its columns of local times where instants are wanted, or the other way round.</summary>
    public IReadOnlySet<string> OtherZoned { get; init; } = new HashSet<string>();

    /// <summary>For Parquet: its columns with values that the wanted type may not have, and their types as the engine calls them.</summary>
    public IReadOnlyDictionary<string, string> Retyped { get; init; } = new Dictionary<string, string>();

    /// <summary>Whether it is the pipe on which a program writes its records.</summary>
    public bool IsPipe { get; init; }
}
