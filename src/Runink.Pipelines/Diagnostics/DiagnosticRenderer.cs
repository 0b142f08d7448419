using System.Globalization;
using System.Text;

namespace Runink.Pipelines.Diagnostics;

/// <summary>
/// Renders diagnostics for a terminal: what is wrong, where, the line with the place underlined, notes, and how to mend it. Says
/// everything without colour. Pure and thread-safe.
/// </summary>
public static class DiagnosticRenderer
{
    private const string Bold = "\e[1m";
    private const string Red = "\e[1;31m";
    private const string Yellow = "\e[1;33m";
    private const string Blue = "\e[1;34m";
    private const string Cyan = "\e[1;36m";
    private const string Reset = "\e[0m";

    /// <summary>One diagnostic, ending with a line break.</summary>
    /// <param name="diagnostic">What to render.</param>
    /// <param name="readSource">Gives the text of a file that a diagnostic names, or null when there is none to show.</param>
    /// <param name="colour">Whether to add ANSI colours.</param>
    public static string Render(Diagnostic diagnostic, Func<string, string?> readSource, bool colour = false)
    {
        var paint = colour ? (Func<string, string, string>)((style, text) => style + text + Reset) : (_, text) => text;
        var (word, style) = diagnostic.IsError ? ("error", Red) : ("warning", Yellow);
        var output = new StringBuilder()
            .Append(paint(style, $"{word}[{diagnostic.Definition.Code}]"))
            .Append(paint(Bold, ": " + TerminalText.Clean(diagnostic.Message)))
            .Append('\n');
        if (diagnostic.At is { } at)
        {
            var number = at.Line.ToString(CultureInfo.InvariantCulture);
            var margin = new string(' ', number.Length);
            output.Append(margin).Append(paint(Blue, "--> ")).Append(TerminalText.Clean(at.ToString())).Append('\n');
            if (LineOf(readSource(at.File), at.Line) is { } line)
            {
                var (excerpt, underline) = Excerpt.Of(line, at);
                output.Append(margin).Append(paint(Blue, " |")).Append('\n');
                output.Append(paint(Blue, $"{number} | ")).Append(excerpt).Append('\n');
                output.Append(margin).Append(paint(Blue, " | ")).Append(paint(style, underline)).Append('\n');
            }
        }

        foreach (var note in diagnostic.Notes) AppendEntry(output, paint(Bold, "note: "), note);
        if (!string.IsNullOrEmpty(diagnostic.Hint)) AppendEntry(output, paint(Cyan, "hint: "), diagnostic.Hint);
        return output.ToString();
    }

    private static void AppendEntry(StringBuilder output, string label, string text) =>
        output.Append(label).Append(TerminalText.Clean(text)).Append('\n');

    private static string? LineOf(string? text, int number)
    {
        if (text is null) return null;
        using var reader = new StringReader(text.TrimStart('\uFEFF'));
        for (var i = 1; i < number; i++)
        {
            if (reader.ReadLine() is null) return null;
        }

        return reader.ReadLine();
    }
}
