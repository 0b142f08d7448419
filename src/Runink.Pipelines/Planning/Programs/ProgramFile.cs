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
    private const long BytesMax = 256L << 20;

    /// <summary>Looks at a program; null when it cannot be a step, and then a diagnostic says why.</summary>
    public static ProgramFile? Read(Project project, StepValue path, ICollection<Diagnostic> diagnostics)
    {
        var resolution = project.ResolveRead(path.Text);
        if (resolution.Absolute is not { } absolute)
        {
            diagnostics.Add(PlanErrors.PathRefused.Error(resolution.Refusal!, path.At));
            return null;
        }

        try
        {
            if (WhyNot(path.Text, absolute) is not { } why) return new ProgramFile(resolution.Relative!, HashOf(absolute));
            diagnostics.Add(PlanErrors.Program.Error(why, path.At));
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            diagnostics.Add(PlanErrors.Program.Error($"'{path.Text}' cannot be read: {failure.Message}", path.At, "check its permissions"));
        }

        return null;
    }

    private static string? WhyNot(string written, string path)
    {
        if (Directory.Exists(path)) return $"'{written}' is a directory";
        if (!File.Exists(path)) return $"'{written}' does not exist";
        if (new FileInfo(path).Length > BytesMax) return $"'{written}' has more than {BytesMax >> 20} MiB";
        using var file = File.OpenRead(path);
        var start = new byte[256];
        var head = start.AsSpan(0, file.ReadAtLeast(start, start.Length, throwOnEndOfStream: false));
        if (head.StartsWith("\u007fELF"u8)) return null;
        if (!head.StartsWith("#!"u8) && path.EndsWith(CSharpFile.Ending, StringComparison.Ordinal)) return $"'{written}' is C#; write: by the C# step \"{written}\"";
        if (!head.StartsWith("#!"u8)) return $"'{written}' has no #! in its first line and is no executable";
        var line = head[2..];
        if (line.IndexOf((byte)'\n') is >= 0 and var end) line = line[..end];
        if (line.EndsWith("\r"u8)) return $"'{written}' has Windows line ends, which its interpreter would take for a part of its name";
        return line.TrimStart((byte)' ').StartsWith("/"u8) ? null : $"'{written}' names its interpreter without an absolute path";
    }

    private static string HashOf(string path)
    {
        using var file = File.OpenRead(path);
        return Convert.ToHexStringLower(SHA256.HashData(file));
    }
}
