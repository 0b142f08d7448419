namespace Runink.Simulation;

/// <summary>The source of Runink.Raft as this program was built with it.</summary>
public static class CoreSources
{
    private const string Prefix = "Runink.Raft/";

    /// <summary>File names relative to src/Runink.Raft, and texts, in the order of the names.</summary>
    public static IReadOnlyDictionary<string, string> Read()
    {
        var assembly = typeof(CoreSources).Assembly;
        return new SortedDictionary<string, string>(
            assembly.GetManifestResourceNames().Where(name => name.StartsWith(Prefix, StringComparison.Ordinal))
                .ToDictionary(name => name[Prefix.Length..].Replace('\\', '/'), ReadText),
            StringComparer.Ordinal);

        string ReadText(string name)
        {
            using var reader = new StreamReader(assembly.GetManifestResourceStream(name)!);
            return reader.ReadToEnd();
        }
    }
}
