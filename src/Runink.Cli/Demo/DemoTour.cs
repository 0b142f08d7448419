using Runink.Cli.Output;
using Runink.Cli.Projects;
using Runink.Cli.Runs;
using Runink.Pipelines.Slices;
using Runink.Runs.Coordination;
using Runink.Runs.DeadLetters;
using Runink.Runs.Lineage;

namespace Runink.Cli.Demo;

/// <summary>Shows what a demo run left behind: letters, lineage, and what to try next.</summary>
internal sealed class DemoTour(Terminal terminal, ProjectSession session)
{
    private const int LettersLookedAt = 20_000;

    /// <summary>Shows everything about a run.</summary>
    public async Task ShowAsync(RunResult result, string directory, CancellationToken cancellation)
    {
        var (writer, paint) = (terminal.Out, terminal.OutPaint);
        Heading("A dead letter for every kind of mistake");
        LetterText.Table(await SamplesAsync(result.Run.Id, cancellation), writer, paint, indent: 2);
        Heading("Where it came from and where it went");
        new LineageText(writer, paint).Write(LineageRecord.Of(result.Run, result.Stages));
        Heading("Try next");
        var runi = Invocation.From(directory);
        var query = "SELECT * FROM 'out/gold/daily.csv' ORDER BY notional DESC LIMIT 5";
        foreach (var line in new[]
        {
            $"cd {ShellWord.Quote(directory)}",
            $"{runi} query \"{query}\"",
            $"{runi} query \"SELECT region, count(*) FROM 'parquet://out/silver/trades' GROUP BY ALL\"",
            $"{runi} dlq ls {result.Run.Id} --rule price.exclusiveMinimum",
            $"{runi} explain features/trades.feature",
            $"{runi} run features/trades.feature --scenario \"Gold - notional by region and day\"",
        })
        {
            writer.WriteLine($"  {paint.Cyan(line)}");
        }
    }

    private async Task<IReadOnlyList<DeadLetter>> SamplesAsync(string run, CancellationToken cancellation)
    {
        var samples = new SortedDictionary<string, DeadLetter>(StringComparer.Ordinal);
        var letters = new DeadLetterReader(session.Project, session.Ledger).ReadAsync(new DeadLetterFilter(run), cancellation);
        await foreach (var letter in letters.Take(LettersLookedAt).WithCancellation(cancellation))
        {
            if (letter.Errors is [var only]) samples.TryAdd(only.Rule, letter);
        }

        return [.. samples.Values];
    }

    private void Heading(string text) => terminal.Out.WriteLine($"\n{terminal.OutPaint.Bold($"── {text} ──")}");
}
