using System.Security.Cryptography;
using Runink.Pipelines.Diagnostics;
using Runink.Pipelines.Features;
using Runink.Pipelines.Planning.CSharp;
using Runink.Pipelines.Projects;

namespace Runink.Pipelines.Planning.Programs;

/// <summary>A file that can be a step: a script with an interpreter, or an executable.</summary>
/// <param name="Path">Relative to the project root.</param>
/// <param name="Hash">SHA-256 of its content, hex.</param>
internal sealed record ProgramFile(string Path, string Hash)
{
    private const int HeadBytes = 256;
    private static readonly StepFile Files = new(PlanErrors.Program, BytesMax: 256L << 20);

    /// <summary>Looks at a program; null when it cannot be a step, and then a diagnostic says why.</summary>
    public static ProgramFile? Read(Project project, StepValue path, ICollection<Diagnostic> diagnostics) =>
        Files.Read<ProgramFile>(project, path.Text, path.At, diagnostics, (relative, content) =>
        {
            if (WhyNot(path.Text, content) is { } why) return (null, why);
            content.Position = 0;
            return (new ProgramFile(relative, Convert.ToHexStringLower(SHA256.HashData(content))), null);
        });

    private static string? WhyNot(string written, FileStream content)
    {
        var start = new byte[HeadBytes];
        var head = start.AsSpan(0, content.ReadAtLeast(start, start.Length, throwOnEndOfStream: false));
        if (head.StartsWith("\u007fELF"u8)) return null;
        if (!head.StartsWith("#!"u8))
        {
            return written.EndsWith(CSharpFile.Ending, StringComparison.Ordinal)
                ? $"is C#; write: by the C# step \"{written}\""
                : "has no #! in its first line and is no executable";
        }

        var line = head[2..];
        if (line.IndexOf((byte)'\n') is >= 0 and var end) line = line[..end];
        if (line.EndsWith("\r"u8)) return "has Windows line ends, which its interpreter would take for a part of its name";
        return line.TrimStart((byte)' ').StartsWith("/"u8) ? null : "names its interpreter without an absolute path";
    }
}
