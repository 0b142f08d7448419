using System.Globalization;
using System.Runtime.ExceptionServices;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Emit;
using Microsoft.CodeAnalysis.Text;
using Runink.Pipelines.Types;
using Diagnostic = Runink.Pipelines.Diagnostics.Diagnostic;
using SourceSpan = Runink.Pipelines.Diagnostics.SourceSpan;

namespace Runink.Pipelines.Planning.CSharp;

/// <summary>Compiles a C# step, with the code between columns and its records. Nothing of it runs here. Thread-safe.</summary>
internal static class StepCompiler
{
    private const int ShownMax = 20;

    private const string Uncallable = "Runink makes what the method takes, calls it and reads what it returns, from a class of its own in the same assembly: "
        + "nothing that it needs for that may be forbidden, as by [Obsolete] with an error";

    // What code of the depth that is allowed needs, and several times as much.
    private const int StackBytes = 64 << 20;
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(60);
    private static readonly CSharpParseOptions Language = new(LanguageVersion.Latest, DocumentationMode.None);

    private static readonly CSharpCompilationOptions Options = new(
        OutputKind.DynamicallyLinkedLibrary, deterministic: true, optimizationLevel: OptimizationLevel.Release,
        nullableContextOptions: NullableContextOptions.Enable, concurrentBuild: false);

    /// <summary>The compiled step, or null when something is wrong with the code, which is reported.</summary>
    /// <param name="path">The file's path, relative to the project, for messages.</param>
    /// <param name="source">The code.</param>
    /// <param name="diagnostics">Gets what is wrong.</param>
    public static CompiledStep? Compile(string path, string source, ICollection<Diagnostic> diagnostics)
    {
        using var limit = new CancellationTokenSource(Longest);
        try
        {
            return OnDeepStack(() => Compile(path, source, diagnostics, limit.Token));
        }
        catch (OperationCanceledException)
        {
            diagnostics.Add(CSharpErrors.Compile.Error(
                $"{path} takes more than {Longest.TotalSeconds} s to compile", new(path, 1), "make it simpler"));
            return null;
        }
    }

    private static CompiledStep? OnDeepStack(Func<CompiledStep?> compile)
    {
        CompiledStep? step = null;
        ExceptionDispatchInfo? failure = null;
        var thread = new Thread(Run, StackBytes) { IsBackground = true, Name = "compile" };
        thread.Start();
        thread.Join();
        failure?.Throw();
        return step;

        void Run()
        {
            try
            {
                step = compile();
            }
            catch (Exception thrown)
            {
                failure = ExceptionDispatchInfo.Capture(thrown);
            }
        }
    }

    private static CompiledStep? Compile(string path, string source, ICollection<Diagnostic> diagnostics, CancellationToken cancellation)
    {
        if (StepDepth.BeforeParsing(source, Language) is { } deep)
        {
            diagnostics.Add(TooDeep(path, source, deep));
            return null;
        }

        var tree = CSharpSyntaxTree.ParseText(SourceText.From(source, System.Text.Encoding.UTF8), Language, path, cancellation);
        if (StepDepth.AfterParsing(tree.GetRoot(cancellation)) is { } deeper)
        {
            diagnostics.Add(TooDeep(path, source, deeper));
            return null;
        }

        var usings = CSharpSyntaxTree.ParseText(StepAdapter.Usings, Language, cancellationToken: cancellation);
        var compilation = CSharpCompilation.Create(System.IO.Path.GetFileNameWithoutExtension(path), [tree, usings], StepReferences.All, Options);
        var found = compilation.GetDiagnostics(cancellation)
            .Where(one => one.Location.SourceTree == tree && one.Severity >= DiagnosticSeverity.Warning).ToList();
        var errors = found.Where(one => one.Severity == DiagnosticSeverity.Error).Take(ShownMax).ToList();
        foreach (var error in errors) diagnostics.Add(CSharpErrors.Compile.Error(Words(error), StepPlaces.Of(error.Location)));
        if (errors.Count > 0) return null;

        if (StepMethod.Find(compilation.GetSemanticModel(tree), diagnostics) is not { } method) return null;
        var (input, output) = (StepInput.Read(method.Input, diagnostics), StepOutput.Read(method.Output, diagnostics));
        if (input is null || output is null) return null;
        var adapter = CSharpSyntaxTree.ParseText(
            SourceText.From(StepAdapter.Of(method, input, output), System.Text.Encoding.UTF8), Language, cancellationToken: cancellation);
        var kept = CSharpSyntaxTree.ParseText(
            SourceText.From(Kept(method, source, cancellation), System.Text.Encoding.UTF8), Language, path, cancellation);
        var all = compilation.ReplaceSyntaxTree(tree, kept).AddSyntaxTrees(adapter);
        if (Emit(all, StepPlaces.Of(method.Symbol), diagnostics, cancellation) is not { } emitted) return null;
        var shape = new StepShape
        {
            File = path,
            Method = $"{method.Symbol.ContainingType.Name}.{method.Symbol.Name}",
            Inputs = [.. input.Properties.Select(property => property.Shape)],
            Outputs = [.. output.Properties.Select(property => property.Shape)],
            Rejects = output.Rejects,
        };
        return new CompiledStep(shape, emitted.Assembly, emitted.Symbols, Doubts(found));
    }

    private static Diagnostic TooDeep(string path, string source, StepDepthProblem problem)
    {
        var at = SourceText.From(source).Lines.GetLinePosition(problem.Position);
        return CSharpErrors.Compile.Error(
            $"{path} {problem.Words}", new(path, at.Line + 1, at.Character + 1), "take it apart: give parts of it names, or methods of their own");
    }

    /// <summary>
    /// The code with its method kept as a frame of its own, on its own lines: put into its caller it would have no place in the file to
    /// name when it fails.
    /// </summary>
    private static string Kept(StepMethod method, string source, CancellationToken cancellation)
    {
        const string Services = "global::System.Runtime.CompilerServices";
        const string Attribute = $"[{Services}.MethodImpl({Services}.MethodImplOptions.NoInlining)] ";
        var declared = (MethodDeclarationSyntax)method.Symbol.DeclaringSyntaxReferences[0].GetSyntax(cancellation);
        return declared.AttributeLists.Count > 0 ? source : source.Insert(declared.GetFirstToken().SpanStart, Attribute);
    }

    /// <summary>Both files of the assembly; null when the code of the step is right, and that which calls it is not.</summary>
    private static (byte[] Assembly, byte[] Symbols)? Emit(
        Compilation compilation, SourceSpan method, ICollection<Diagnostic> diagnostics, CancellationToken cancellation)
    {
        using var assembly = new MemoryStream();
        using var symbols = new MemoryStream();
        var emitted = compilation.Emit(
            assembly, symbols, options: new EmitOptions(debugInformationFormat: DebugInformationFormat.PortablePdb), cancellationToken: cancellation);
        if (emitted.Success) return (assembly.ToArray(), symbols.ToArray());
        var errors = emitted.Diagnostics.Where(one => one.Severity == DiagnosticSeverity.Error).Select(Words).Distinct().Take(ShownMax);
        foreach (var error in errors)
            diagnostics.Add(CSharpErrors.Compile.Error($"the step compiles, but what passes records to it and from it does not: {error}", method, Uncallable));
        return null;
    }

    private static EquatableList<StepDoubt> Doubts(IEnumerable<Microsoft.CodeAnalysis.Diagnostic> found) =>
    [
        .. found.Where(one => one is { Severity: DiagnosticSeverity.Warning, IsSuppressed: false }).Take(ShownMax)
            .Select(one => new StepDoubt(Words(one), StepPlaces.Of(one.Location))),
    ];

    private static string Words(Microsoft.CodeAnalysis.Diagnostic found) => $"{found.Id}: {found.GetMessage(CultureInfo.InvariantCulture)}";
}
