using System.IO.Compression;
using Microsoft.CodeAnalysis;

namespace Runink.Pipelines.Planning.CSharp;

/// <summary>The part of .NET's library that steps are compiled against. It is embedded: nothing of an SDK is needed.</summary>
internal static class StepReferences
{
    private static readonly Lazy<IReadOnlyList<MetadataReference>> Loaded = new(Load);

    /// <summary>The reference assemblies; read once a process.</summary>
    public static IReadOnlyList<MetadataReference> All => Loaded.Value;

    private static List<MetadataReference> Load()
    {
        using var resource = typeof(StepReferences).Assembly.GetManifestResourceStream("step-references.zip")!;
        using var archive = new ZipArchive(resource, ZipArchiveMode.Read);
        var references = new List<MetadataReference>();
        foreach (var entry in archive.Entries)
        {
            var image = new byte[entry.Length];
            using var content = entry.Open();
            content.ReadExactly(image);
            references.Add(MetadataReference.CreateFromImage(image));
        }

        return references;
    }
}
