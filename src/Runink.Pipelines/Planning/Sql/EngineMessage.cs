using Runink.Pipelines.Diagnostics;

namespace Runink.Pipelines.Planning.Sql;

/// <summary>
/// Turns the binder's messages into diagnostics: its first line says what is wrong, candidates become the hint.
/// </summary>
internal static class EngineMessage
{
    private const int MostCandidates = 5;

    public static Diagnostic ToDiagnostic(string message, SourceSpan at)
    {
        var lines = message.Split('\n').Select(line => line.Trim()).Where(line => line.Length > 0).ToList();
        var excerpt = lines.FindIndex(line => line.StartsWith("LINE ", StringComparison.Ordinal));
        if (excerpt >= 0) lines.RemoveRange(excerpt, lines.Count - excerpt);
        if (lines.Count == 0) lines.Add("the engine refuses this SQL");
        var hint = lines.Skip(1)
            .FirstOrDefault(line => line.StartsWith("Candidate", StringComparison.Ordinal)
                && line.Contains('"', StringComparison.Ordinal));
        var signatures = lines.Skip(1).Where(line => line.Contains(") ->", StringComparison.Ordinal)).Take(MostCandidates)
            .ToArray();
        var text = lines[0].TrimEnd('!', '.');
        return SqlErrors.Binding.Error(
            char.ToLowerInvariant(text[0]) + text[1..],
            at,
            hint is null ? null : $"did you mean {hint[(hint.IndexOf(':', StringComparison.Ordinal) + 1)..].Trim()}?",
            [.. signatures.Select(signature => $"possible: {signature}")]);
    }
}
