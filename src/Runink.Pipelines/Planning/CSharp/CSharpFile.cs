using System.Security.Cryptography;
using System.Text;
using Runink.Pipelines.Diagnostics;
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

    private const long BytesMax = 1L << 20;
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Reads a file; null when it cannot be a step, which is reported.</summary>
    /// <param name="project">Whose path rules hold.</param>
    /// <param name="path">As a person wrote it, relative to the project.</param>
    /// <param name="at">Where it was written; null for a command line.</param>
    /// <param name="diagnostics">Gets what is wrong.</param>
    public static CSharpFile? Read(Project project, string path, SourceSpan? at, ICollection<Diagnostic> diagnostics)
    {
        var resolution = project.ResolveRead(path);
        if (resolution.Absolute is not { } absolute)
        {
            diagnostics.Add(PlanErrors.PathRefused.Error(resolution.Refusal!, at));
            return null;
        }

        try
        {
            if (WhyNot(path, absolute) is not { } why) return Of(resolution.Relative!, File.ReadAllBytes(absolute));
            diagnostics.Add(CSharpErrors.Source.Error(why, at));
        }
        catch (DecoderFallbackException)
        {
            diagnostics.Add(CSharpErrors.Source.Error($"'{path}' is not UTF-8", at));
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            diagnostics.Add(CSharpErrors.Source.Error($"'{path}' cannot be read: {failure.Message}", at, "check its permissions"));
        }

        return null;
    }

    /// <summary>A file by its bytes; those that are not UTF-8 are a <see cref="DecoderFallbackException"/>.</summary>
    internal static CSharpFile Of(string path, byte[] bytes)
    {
        var mark = bytes.AsSpan().StartsWith(Encoding.UTF8.Preamble) ? Encoding.UTF8.Preamble.Length : 0;
        return new CSharpFile(path, Convert.ToHexStringLower(SHA256.HashData(bytes)), Strict.GetString(bytes.AsSpan(mark)));
    }

    private static string? WhyNot(string written, string path)
    {
        if (!written.EndsWith(Ending, StringComparison.OrdinalIgnoreCase)) return $"'{written}' does not end in {Ending}";
        if (Directory.Exists(path)) return $"'{written}' is a directory";
        if (!File.Exists(path)) return $"'{written}' does not exist";
        return new FileInfo(path).Length > BytesMax ? $"'{written}' has more than {BytesMax >> 20} MiB" : null;
    }
}
