using System.Text.Json;

namespace Runink.Cli.Tests.EndToEnd;

/// <summary>A manifest as a foreign reader sees it: the text of <c>_manifest.json</c> and the parts that it names.</summary>
internal sealed record PublishedManifest(string Directory, string Text, IReadOnlyList<PublishedPart> Parts)
{
    /// <summary>The manifest in a dataset's directory.</summary>
    public static PublishedManifest Read(string directory)
    {
        var text = File.ReadAllText(Path.Combine(directory, "_manifest.json"));
        return new(directory, text, [.. JsonDocument.Parse(text).RootElement.GetProperty("parts").EnumerateArray().Select(part =>
            new PublishedPart(part.GetProperty("path").GetString()!, part.GetProperty("size").GetInt64(), part.GetProperty("rows").GetInt64()))]);
    }

    public IEnumerable<string> Files => Parts.Select(part => Path.Combine(Directory, part.Path));
}

/// <summary>A file of a dataset.</summary>
internal sealed record PublishedPart(string Path, long Size, long Rows);
