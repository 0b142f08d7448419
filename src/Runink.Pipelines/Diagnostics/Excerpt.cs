namespace Runink.Pipelines.Diagnostics;

/// <summary>Cuts the line of a diagnostic to what fits a terminal, and underlines the place.</summary>
internal static class Excerpt
{
    private const int Widest = 160;
    private const int Before = 60;
    private const string Cut = "…";

    /// <summary>The line, tabs as single spaces, and the underline that belongs below it.</summary>
    public static (string Line, string Underline) Of(string line, SourceSpan at)
    {
        var clean = TerminalText.Clean(line.Replace('\t', ' ')).TrimEnd();
        var start = Math.Clamp(at.Column - 1, 0, clean.Length);
        var length = Math.Clamp(at.Length, 0, clean.Length - start);
        if (clean.Length > Widest)
        {
            var from = Math.Max(0, start - Before);
            var end = Math.Min(clean.Length, from + Widest);
            var lead = from > 0 ? Cut : "";
            clean = lead + clean[from..end] + (end < clean.Length ? Cut : "");
            length = Math.Min(length, end - start);
            start = start - from + lead.Length;
        }

        var margin = new string(' ', TerminalText.Width(clean[..start]));
        var carets = new string('^', Math.Max(1, TerminalText.Width(clean.Substring(start, length))));
        return (clean, margin + carets);
    }
}
