using Runink.Cli.Output;
using Runink.Pipelines.Slices;
using Runink.Runs.DeadLetters;

namespace Runink.Cli.Runs;

/// <summary>Dead letters for people.</summary>
internal static class LetterText
{
    private const int RulesShown = 3;
    private const int ActualWidth = 40;

    /// <summary>What each run wrote, newest first.</summary>
    public static void Overview(IReadOnlyList<DeadLetterSummary> summaries, TextWriter writer, Paint paint)
    {
        var table = new TextTable("RUN", ">LETTERS", "SCENARIO", "QUEUE", "MOST BROKEN");
        foreach (var summary in summaries.Reverse())
        {
            var rules = summary.FailedByRule.OrderByDescending(rule => rule.Value)
                .ThenBy(rule => rule.Key, StringComparer.Ordinal).ToList();
            var more = rules.Count > RulesShown ? $" and {rules.Count - RulesShown} more" : "";
            table.Add(
                summary.Run, Human.Count(summary.Letters), summary.Scenario, summary.Dataset.Identity,
                string.Join(", ", rules.Take(RulesShown).Select(rule => rule.Key)) + more);
        }

        table.Write(writer, paint);
    }

    /// <summary>A line for every rule that every letter broke.</summary>
    public static void Table(IReadOnlyList<DeadLetter> letters, TextWriter writer, Paint paint, int indent = 0)
    {
        var table = new TextTable("LETTER", "RECORD", "FIELD", "RULE", "EXPECTED", "ACTUAL");
        foreach (var letter in letters)
        {
            for (var i = 0; i < letter.Errors.Count; i++)
            {
                var error = letter.Errors[i];
                var (id, place) = i == 0 ? (letter.Id, Place(letter)) : ("", "");
                table.Add(id, place, error.Field, error.Rule, error.Expected, Shown(error.Actual));
            }
        }

        table.Write(writer, paint, indent);
    }

    /// <summary>Everything about one letter.</summary>
    public static void Show(DeadLetter letter, TextWriter writer, Paint paint)
    {
        void Line(string label, string text) => writer.WriteLine($"{label,-10}{text}");
        Line("letter", paint.Bold(letter.Id));
        Line("record", $"{Place(letter)}, record {Human.Count(letter.Record)}");
        if (letter.ByteOffset is { } offset)
            Line("bytes", $"{Human.Count(offset)}, length {Human.Count(letter.ByteLength ?? 0)}");
        Line("dataset", letter.Dataset);
        Line("file", $"sha256 {letter.FileSha256}");
        Line("run", $"{letter.Run}, {letter.Stage}");
        if (letter.Contract is not null) Line("contract", $"{letter.Contract} {letter.ContractVersion}");
        writer.WriteLine();
        var broken = new TextTable("FIELD", "RULE", "EXPECTED", "ACTUAL");
        foreach (var error in letter.Errors) broken.Add(error.Field, error.Rule, error.Expected, Shown(error.Actual));
        broken.Write(writer, paint);
        writer.WriteLine();
        var payload = new TextTable("COLUMN", "VALUE, MASKED");
        foreach (var property in letter.Payload.EnumerateObject()) payload.Add(property.Name, property.Value.ToString());
        payload.Write(writer, paint);
    }

    private static string Place(DeadLetter letter) => letter.Line is { } line ? $"{letter.File}:{line}" : letter.File;

    private static string Shown(string? actual) => actual switch
    {
        null => "(nothing)",
        { Length: > ActualWidth } => actual[..(ActualWidth - 1)] + "…",
        _ => actual,
    };
}
