using System.Collections.Immutable;

namespace Runink.Simulation;

/// <summary>The source of Runink.Raft as this program was built with it: file names relative to src/Runink.Raft, and texts.</summary>
public static class CoreSources
{
    private const string Prefix = "Runink.Raft/";

    public static ImmutableSortedDictionary<string, string> Read()
    {
        var assembly = typeof(CoreSources).Assembly;
        return assembly.GetManifestResourceNames()
            .Where(name => name.StartsWith(Prefix, StringComparison.Ordinal))
            .ToImmutableSortedDictionary(name => name[Prefix.Length..].Replace('\\', '/'), ReadText, StringComparer.Ordinal);

        string ReadText(string name)
        {
            using var reader = new StreamReader(assembly.GetManifestResourceStream(name)!);
            return reader.ReadToEnd();
        }
    }

    /// <summary>The sources with a bug in them.</summary>
    public static ImmutableSortedDictionary<string, string> With(Plant plant)
    {
        var sources = Read();
        foreach (var edit in plant.Edits)
        {
            if (!sources.TryGetValue(edit.File, out var text)) throw new PlantException($"there is no file {edit.File}");
            sources = sources.SetItem(edit.File, edit.ApplyTo(text));
        }

        return sources;
    }
}
