using System.Reflection;
using Microsoft.CodeAnalysis;

namespace Runink.Simulation;

/// <summary>A part of the product in which bugs can be planted: an assembly whose source this program was built with.</summary>
public sealed class PlantedPart
{
    private readonly Assembly _shipped;
    private readonly Func<string, bool> _needs;

    private PlantedPart(Assembly shipped, string addition, Func<string, bool> needs) =>
        (_shipped, Addition, _needs) = (shipped, addition, needs);

    /// <summary>The core: Runink.Raft.</summary>
    public static PlantedPart Core { get; } =
        new(typeof(Raft.RaftNode).Assembly, "", file => file.StartsWith("System.", StringComparison.Ordinal));

    /// <summary>A node: of Runink.Barn what the simulator runs. The API, real disks and real connections are left out.</summary>
    public static PlantedPart Barn { get; } = new(
        typeof(Barn.KvMachine).Assembly,
        """
        global using System.IO;
        global using System.Threading;
        global using System.Threading.Tasks;
        [assembly: System.Runtime.CompilerServices.InternalsVisibleTo("Runink.Simulation")]
        """,
        file => file.StartsWith("System.", StringComparison.Ordinal) || file is "Runink.Raft.dll" or "Runink.Rpc.dll");

    /// <summary>The name of the assembly.</summary>
    public string Name => _shipped.GetName().Name!;

    public Version Version => _shipped.GetName().Version!;

    /// <summary>What its project adds to the sources.</summary>
    public string Addition { get; }

    /// <summary>File names relative to the part's folder, and texts, in the order of the names.</summary>
    public IReadOnlyDictionary<string, string> ReadSources()
    {
        var assembly = typeof(PlantedPart).Assembly;
        var prefix = $"{Name}/";
        return new SortedDictionary<string, string>(
            assembly.GetManifestResourceNames().Where(name => name.StartsWith(prefix, StringComparison.Ordinal))
                .ToDictionary(name => name[prefix.Length..].Replace('\\', '/'), ReadText),
            StringComparer.Ordinal);

        string ReadText(string name)
        {
            using var reader = new StreamReader(assembly.GetManifestResourceStream(name)!);
            return reader.ReadToEnd();
        }
    }

    /// <summary>Of the assemblies of the program that runs now, those that it needs.</summary>
    internal IEnumerable<MetadataReference> References() =>
        ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
        .Where(path => _needs(Path.GetFileName(path)))
        .Select(path => MetadataReference.CreateFromFile(path));
}
