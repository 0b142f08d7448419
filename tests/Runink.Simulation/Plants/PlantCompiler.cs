using System.Collections.Concurrent;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Runink.Simulation;

/// <summary>Compiles a part of the product with a bug in it, in memory, as the build compiles the shipped one.</summary>
public static class PlantCompiler
{
    /// <summary>What the SDK's implicit usings and project file add to the sources.</summary>
    private const string FromTheProject = """
        global using System;
        global using System.Collections.Generic;
        global using System.Linq;
        [assembly: System.Reflection.AssemblyVersion("VERSION")]
        """;

    private static readonly CSharpParseOptions Parsing = new(LanguageVersion.Latest);
    private static readonly ConcurrentDictionary<PlantedPart, CSharpCompilation> Shipped = new();

    /// <returns>The image of the assembly.</returns>
    /// <exception cref="PlantException">The bug does not fit the sources, or they do not compile with it.</exception>
    public static byte[] Compile(Plant plant)
    {
        using var image = new MemoryStream();
        Require(Edit(plant, out _).Emit(image).Diagnostics);
        return image.ToArray();
    }

    /// <summary>Checks the edited files only, which is faster than to compile.</summary>
    /// <exception cref="PlantException">The bug does not fit the sources, or they do not compile with it.</exception>
    public static void Check(Plant plant)
    {
        var compilation = Edit(plant, out var edited);
        foreach (var tree in edited) Require(compilation.GetSemanticModel(tree).GetDiagnostics());
    }

    private static CSharpCompilation Edit(Plant plant, out IReadOnlyList<SyntaxTree> edited)
    {
        var compilation = Shipped.GetOrAdd(plant.Part, CompileShipped);
        List<SyntaxTree> trees = [];
        foreach (var file in plant.Edits.GroupBy(edit => edit.File))
        {
            var shipped = compilation.SyntaxTrees.FirstOrDefault(tree => tree.FilePath == file.Key)
                ?? throw new PlantException($"there is no file {file.Key}");
            var text = file.Aggregate(shipped.ToString(), (source, edit) => edit.ApplyTo(source));
            trees.Add(CSharpSyntaxTree.ParseText(text, Parsing, file.Key));
            compilation = compilation.ReplaceSyntaxTree(shipped, trees[^1]);
        }

        edited = trees;
        return compilation;
    }

    private static void Require(IEnumerable<Diagnostic> diagnostics)
    {
        var errors = diagnostics.Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error).ToList();
        if (errors.Count > 0) throw new PlantException(string.Join(Environment.NewLine, errors));
    }

    private static CSharpCompilation CompileShipped(PlantedPart part)
    {
        var project = FromTheProject.Replace("VERSION", part.Version.ToString(), StringComparison.Ordinal);
        var trees = part.ReadSources().Select(source => CSharpSyntaxTree.ParseText(source.Value, Parsing, source.Key))
            .Append(CSharpSyntaxTree.ParseText(project, Parsing)).Append(CSharpSyntaxTree.ParseText(part.Addition, Parsing));
        var options = new CSharpCompilationOptions(
            OutputKind.DynamicallyLinkedLibrary, optimizationLevel: OptimizationLevel.Release, deterministic: true,
            nullableContextOptions: NullableContextOptions.Enable, warningLevel: 0);
        return CSharpCompilation.Create(part.Name, trees, part.References(), options);
    }
}
