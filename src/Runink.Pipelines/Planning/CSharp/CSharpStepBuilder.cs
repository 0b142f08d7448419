using System.Security.Cryptography;
using System.Text;
using Runink.Pipelines.Diagnostics;

namespace Runink.Pipelines.Planning.CSharp;

/// <summary>
/// Makes C# steps ready to run: from their source, or from what was compiled before, which is kept under <c>.runink/cache/steps</c>. The
/// compiler is loaded only when it is needed. Thread-safe.
/// </summary>
/// <param name="stateDirectory">Absolute path of the project's <c>.runink/</c>.</param>
public sealed class CSharpStepBuilder(string stateDirectory)
{
    private readonly StepCache _cache = new(Path.Combine(stateDirectory, "cache", "steps"));

    /// <summary>The step of a source file; null when something is wrong with the code, which is reported.</summary>
    /// <param name="file">The file.</param>
    /// <param name="diagnostics">Gets what is wrong, and what the compiler doubts.</param>
    public CompiledStep? Build(CSharpFile file, ICollection<Diagnostic> diagnostics)
    {
        var key = KeyOf(file.Path, file.Hash);
        var step = _cache.Find(key);
        if (step is null && StepCompiler.Compile(file.Path, file.Text, diagnostics) is { } compiled) _cache.Keep(key, step = compiled);
        foreach (var doubt in step?.Doubts ?? []) diagnostics.Add(CSharpErrors.Doubt.Warning(doubt.Message, doubt.At));
        return step;
    }

    /// <summary>The step of a plan, as it was planned; null when its source is not that any more and it was not kept either.</summary>
    /// <param name="node">The step.</param>
    /// <param name="projectRoot">Absolute path of the project.</param>
    public CompiledStep? Find(ProgramNode node, string projectRoot)
    {
        if (_cache.Find(KeyOf(node.Program, node.Hash)) is { } kept) return kept;
        try
        {
            var file = CSharpFile.Of(node.Program, File.ReadAllBytes(Path.Combine(projectRoot, node.Program)));
            return file.Hash == node.Hash ? Build(file, []) : null;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or DecoderFallbackException)
        {
            return null;
        }
    }

    // Another compiler, or another Runink, makes another assembly.
    private static string KeyOf(string path, string hash) => Convert.ToHexStringLower(
        SHA256.HashData(Encoding.UTF8.GetBytes($"{typeof(CSharpStepBuilder).Module.ModuleVersionId} {hash} {path}")));
}
