using System.Text.Json.Serialization;

namespace Runink.Pipelines.Planning;

/// <summary>
/// What a URI in a feature names. Identity is scheme plus normalised path; scenarios of a project connect by it.
/// </summary>
/// <param name="Format"><c>csv</c>, <c>json</c>, <c>jsonl</c> or <c>parquet</c>: the scheme of the URI.</param>
/// <param name="Path">
/// Path relative to the project root, normalised, forward slashes; may hold a glob when read. In an allowed directory outside the
/// project the path is absolute.
/// </param>
public sealed record DatasetRef(string Format, string Path)
{
    /// <summary>The identity, as written in a feature: <c>parquet://out/silver/trades</c>.</summary>
    public string Identity => $"{Format}://{Path}";

    private static readonly string[] FileExtensions = [".csv", ".tsv", ".txt", ".json", ".jsonl", ".ndjson", ".parquet"];

    /// <summary>
    /// Whether the path ends like a data file (<c>out/large.csv</c>) and not like a directory of parts (<c>out/large</c>).
    /// </summary>
    [JsonIgnore]
    public bool LooksLikeFile => FileExtensions.Any(extension => Path.EndsWith(extension, StringComparison.OrdinalIgnoreCase));

    /// <inheritdoc/>
    public override string ToString() => Identity;
}
