using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Runink.Simulation;

/// <summary>Compiles sources of the core in memory, as the build compiles the shipped ones.</summary>
public static class CoreCompiler
{
    /// <summary>What the SDK's implicit usings and project file add to the sources.</summary>
    private const string FromTheProject = """
        global using System;
        global using System.Collections.Generic;
        global using System.Linq;
        [assembly: System.Reflection.AssemblyVersion("VERSION")]
        """;

    /// <exception cref="PlantException">The sources do not compile.</exception>
    public static byte[] Compile(IReadOnlyDictionary<string, string> sources)
    {
        var core = typeof(Runink.Raft.RaftNode).Assembly.GetName();
        var parsing = new CSharpParseOptions(LanguageVersion.Latest);
        var project = FromTheProject.Replace("VERSION", core.Version!.ToString(), StringComparison.Ordinal);
        var trees = sources.Select(source => CSharpSyntaxTree.ParseText(source.Value, parsing, source.Key))
            .Append(CSharpSyntaxTree.ParseText(project, parsing));
        var options = new CSharpCompilationOptions(
            OutputKind.DynamicallyLinkedLibrary, optimizationLevel: OptimizationLevel.Release, deterministic: true,
            nullableContextOptions: NullableContextOptions.Enable, warningLevel: 0);
        using var image = new MemoryStream();
        var result = CSharpCompilation.Create(core.Name, trees, References(), options).Emit(image);
        if (!result.Success)
            throw new PlantException(string.Join(Environment.NewLine, result.Diagnostics.Where(IsError)));
        return image.ToArray();
    }

    private static bool IsError(Diagnostic diagnostic) => diagnostic.Severity == DiagnosticSeverity.Error;

    /// <summary>The assemblies of the runtime that runs now.</summary>
    private static IEnumerable<MetadataReference> References() =>
        ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
        .Where(path => Path.GetFileName(path).StartsWith("System.", StringComparison.Ordinal))
        .Select(path => MetadataReference.CreateFromFile(path));
}
