using Runink.Pipelines.Diagnostics;

namespace Runink.Pipelines.Features.Parsing;

/// <summary>The text of a feature file, by lines.</summary>
internal sealed class FeatureSource
{
    private readonly List<string> _lines = [];

    public FeatureSource(string file, string text)
    {
        File = file;
        Text = text.TrimStart('\uFEFF');
        using var reader = new StringReader(Text);
        while (reader.ReadLine() is { } line) _lines.Add(line);
    }

    public string File { get; }

    public string Text { get; }

    public int LineCount => _lines.Count;

    /// <summary>A line by number, from 1; empty beyond the end.</summary>
    public string Line(int number) => number >= 1 && number <= _lines.Count ? _lines[number - 1] : "";

    /// <summary>A line without the white space around it, and its place.</summary>
    public StepValue Trimmed(int number) => Rest(number, 0);

    /// <summary>What stands on a line from an offset on, without the white space around it, and its place.</summary>
    public StepValue Rest(int number, int from)
    {
        var line = Line(number);
        while (from < line.Length && char.IsWhiteSpace(line[from])) from++;
        var text = line[Math.Min(from, line.Length)..].TrimEnd();
        return new StepValue(text, new SourceSpan(File, number, from + 1, text.Length));
    }
}
