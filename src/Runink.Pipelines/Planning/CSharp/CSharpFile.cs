using System.Security.Cryptography;
using System.Text;
using Runink.Pipelines.Diagnostics;
using Runink.Pipelines.Planning.Programs;
using Runink.Pipelines.Projects;

namespace Runink.Pipelines.Planning.CSharp;

/// <summary>The source file of a C# step.</summary>
/// <param name="Path">Relative to the project root.</param>
/// <param name="Hash">SHA-256 of its bytes, hex.</param>
/// <param name="Text">The code.</param>
public sealed record CSharpFile(string Path, string Hash, string Text)
{
    /// <summary>How such files end.</summary>
    public const string Ending = ".cs";

    private static readonly StepFile Files = new(CSharpErrors.Source, BytesMax: 1L << 20);
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Reads a file; null when it cannot be a step, which is reported.</summary>
    /// <param name="project">Whose path rules hold.</param>
    /// <param name="path">As a person wrote it, relative to the project.</param>
    /// <param name="at">Where it was written; null for a command line.</param>
    /// <param name="diagnostics">Gets what is wrong.</param>
    public static CSharpFile? Read(Project project, string path, SourceSpan? at, ICollection<Diagnostic> diagnostics)
    {
        if (path.EndsWith(Ending, StringComparison.OrdinalIgnoreCase))
            return Files.Read(project, path, at, diagnostics, Look);
        diagnostics.Add(CSharpErrors.Source.Error($"'{path}' does not end in {Ending}", at));
        return null;
    }

    /// <summary>A file by its bytes; those that are not UTF-8 are a <see cref="DecoderFallbackException"/>.</summary>
    internal static CSharpFile Of(string path, byte[] bytes)
    {
        var mark = bytes.AsSpan().StartsWith(Encoding.UTF8.Preamble) ? Encoding.UTF8.Preamble.Length : 0;
        return new CSharpFile(path, Convert.ToHexStringLower(SHA256.HashData(bytes)), Strict.GetString(bytes.AsSpan(mark)));
    }

    private static (CSharpFile? Step, string? WhyNot) Look(string path, FileStream content)
    {
        var bytes = new byte[content.Length];
        content.ReadExactly(bytes);
        try
        {
            return (Of(path, bytes), null);
        }
        catch (DecoderFallbackException)
        {
            return (null, "is not UTF-8");
        }
    }
}
