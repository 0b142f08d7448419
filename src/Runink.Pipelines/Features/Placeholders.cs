using System.Text;
using Runink.Pipelines.Diagnostics;

namespace Runink.Pipelines.Features;

/// <summary>
/// Finds and fills the placeholders of a feature: <c>{{param.NAME}}</c>, <c>{{run.day}}</c>, <c>{{run.day - 400d}}</c>,
/// <c>{{run.day in Europe/Lisbon}}</c>, <c>{{run.day + 1d in Europe/Lisbon}}</c>. Two braces that are meant as such are written
/// <c>\{{</c>. What is filled in is not searched again. Pure but for the time zones of the machine; thread-safe.
/// </summary>
public static class Placeholders
{
    private const string Open = "{{";
    private const string Close = "}}";

    /// <summary>The placeholders in a text, without judging them.</summary>
    public static IReadOnlyList<Placeholder> Find(StepValue text) => Find(text.Text, text.At);

    /// <summary>The placeholders in a doc string, without judging them.</summary>
    public static IReadOnlyList<Placeholder> Find(StepDocString text) => Find(text.Content, text.At);

    /// <summary>The text with its placeholders filled; those that cannot be are left, and reported.</summary>
    public static string Fill(StepValue text, PlaceholderValues values, ICollection<Diagnostic> errors) =>
        Fill(text.Text, text.At, values, errors);

    /// <inheritdoc cref="Fill(StepValue, PlaceholderValues, ICollection{Diagnostic})"/>
    public static string Fill(StepDocString text, PlaceholderValues values, ICollection<Diagnostic> errors) =>
        Fill(text.Content, text.At, values, errors);

    private static string Fill(string text, SourceSpan start, PlaceholderValues values, ICollection<Diagnostic> errors)
    {
        if (!text.Contains(Open, StringComparison.Ordinal)) return text;
        var filled = new StringBuilder();
        var at = 0;
        foreach (var placeholder in Find(text, start))
        {
            AppendPlain(filled, text.AsSpan(at, placeholder.Start - at));
            filled.Append(values.Resolve(placeholder, errors) ?? text.Substring(placeholder.Start, placeholder.Length));
            at = placeholder.Start + placeholder.Length;
        }

        AppendPlain(filled, text.AsSpan(at));
        return filled.ToString();
    }

    private static void AppendPlain(StringBuilder filled, ReadOnlySpan<char> text) =>
        filled.Append(text.ToString().Replace("\\" + Open, Open, StringComparison.Ordinal));

    private static List<Placeholder> Find(string text, SourceSpan start)
    {
        var found = new List<Placeholder>();
        for (var at = 0; (at = text.IndexOf(Open, at, StringComparison.Ordinal)) >= 0;)
        {
            if (at > 0 && text[at - 1] == '\\')
            {
                at += Open.Length;
                continue;
            }

            var close = text.IndexOf(Close, at, StringComparison.Ordinal);
            var end = close < 0 ? at + Open.Length : close + Close.Length;
            var expression = close < 0 ? null : text[(at + Open.Length)..close].Trim();
            found.Add(new Placeholder(expression, at, end - at, Locate(text, at, end - at, start)));
            at = end;
        }

        return found;
    }

    private static SourceSpan Locate(string text, int at, int length, SourceSpan start)
    {
        var lineStart = text.LastIndexOf('\n', Math.Max(0, at - 1), Math.Max(0, at)) + 1;
        var line = start.Line + text.AsSpan(0, at).Count('\n');
        return start with { Line = line, Column = start.Column + at - lineStart, Length = length };
    }
}

/// <summary>A placeholder as it stands in a text.</summary>
/// <param name="Expression">What stands between the braces, trimmed; null when they are never closed.</param>
/// <param name="Start">Offset of its first brace in the text.</param>
/// <param name="Length">Length with its braces.</param>
/// <param name="At">Where it stands in the file.</param>
public sealed record Placeholder(string? Expression, int Start, int Length, SourceSpan At);
