using Runink.Cli.Output;
using Runink.Runs.Ledger;

namespace Runink.Cli.Runs;

/// <summary>What a run did, for people: what came in, what passed, what failed and why, what was written, what it took.</summary>
internal sealed class RunSummary(TextWriter writer, Paint paint)
{
    private const int RulesMax = 12;

    /// <summary>Writes the summary of a run.</summary>
    public void Write(RunRecord run, IReadOnlyList<StageRecord> stages)
    {
        var took = run.Ended is { } ended ? $" in {Human.Duration(ended - run.Time)}" : "";
        writer.WriteLine($"{paint.Bold($"run {run.Id}")} {StageWords.Colour(StageWords.Of(run.State), run.State, paint)}{took}");
        foreach (var stage in stages) Write(stage);
        var letters = stages.SelectMany(stage => stage.Outputs).Where(output => output.IsDeadLetters).Sum(output => output.Rows);
        writer.WriteLine();
        if (letters > 0) writer.WriteLine($"dead letters   {paint.Cyan($"runi dlq ls {run.Id}")}");
        writer.WriteLine($"lineage        {paint.Cyan($"runi lineage {run.Id}")}");
        if (run.State is RunState.Failed or RunState.Interrupted)
            writer.WriteLine($"carry on       {paint.Cyan($"runi resume {run.Id}")}");
    }

    private void Write(StageRecord stage)
    {
        writer.WriteLine();
        writer.WriteLine($"{paint.Bold(stage.Scenario)}  {StageWords.Colour(StageWords.Of(stage.State), stage.State, paint)}");
        if (stage.Counts is { } counts)
        {
            var (read, failed) = (counts.RecordsRead, counts.RecordsFailed);
            Line("records", $"{Human.Count(read)} in, {Human.Count(read - failed)} passed, {Human.Count(failed)} failed");
            WriteRules(counts.FailedByRule);
        }

        foreach (var output in stage.Outputs.Where(output => output.Parts.Count > 0 || !output.IsDeadLetters))
        {
            var bytes = Human.Bytes(output.Parts.Sum(part => part.Size));
            var size = $"{Human.Plural(output.Rows, "row")}, {bytes}, {Human.Plural(output.Parts.Count, "file")}";
            Line(output.IsDeadLetters ? "letters" : "wrote", $"{output.Dataset.Identity}  {size}");
        }

        foreach (var check in stage.Checks)
        {
            var verdict = check.Passed
                ? paint.Green("ok")
                : check.Severity == "warn" ? paint.Yellow("warn") : paint.Red("FAILED");
            Line("check", $"{verdict}  {check.Name}: {check.Actual}");
        }

        foreach (var warning in stage.Warnings) Line("warning", $"{warning.Code} {warning.Message}");
        if (stage.Counts is { } used)
        {
            var wall = stage is { Started: { } from, Ended: { } to } ? $"{Human.Duration(to - from)}, " : "";
            var cpu = Milliseconds(used.CpuMilliseconds);
            var throttled = used.ThrottledMilliseconds > 0 ? $" (held back for {Milliseconds(used.ThrottledMilliseconds)})" : "";
            var edges = used.EdgeBytes > 0 ? $", {Human.Bytes(used.EdgeBytes)} between processes" : "";
            Line("took", $"{wall}{cpu} of CPU{throttled}, {Human.Bytes(used.PeakMemoryBytes)} of memory at its peak{edges}");
            WriteSlices(used.Slices ?? []);
        }

        if (stage.Failure is { } failure) Line("why", $"{failure.Code} {failure.Message}");
    }

    private void WriteRules(IReadOnlyDictionary<string, long> failed)
    {
        var rules = failed.OrderByDescending(rule => rule.Value).ThenBy(rule => rule.Key, StringComparer.Ordinal).ToList();
        if (rules.Count == 0) return;
        var width = rules.Max(rule => Human.Count(rule.Value).Length);
        for (var i = 0; i < Math.Min(rules.Count, RulesMax); i++)
        {
            Line(i == 0 ? "failed by" : "", $"{Human.Count(rules[i].Value).PadLeft(width)}  {rules[i].Key}");
        }

        if (rules.Count > RulesMax) Line("", $"and {rules.Count - RulesMax} more rules; see 'runi status -o json'");
    }

    // As runi explain numbers them.
    private void WriteSlices(IReadOnlyList<SliceUsage> slices)
    {
        var width = slices.Select(slice => slice.Work.Length).DefaultIfEmpty().Max();
        foreach (var slice in slices)
        {
            var edges = slice.EdgeBytes > 0 ? $", {Human.Bytes(slice.EdgeBytes)} over edges" : "";
            var throttled = slice.ThrottledMilliseconds > 0 ? $" (held back for {Milliseconds(slice.ThrottledMilliseconds)})" : "";
            Line(slice.Index == 0 ? "processes" : "",
                $"{slice.Index + 1} {slice.Work.PadRight(width)}  {Milliseconds(slice.CpuMilliseconds)} of CPU{throttled}, "
                + $"{Human.Bytes(slice.PeakMemoryBytes)}{edges}{Network(slice.Network)}");
        }
    }

    private static string Network(NetworkUsage? used) => used is null ? "" :
        $", {Human.Plural(used.Attempts, "attempt")} on the network ({Human.Count(used.Refused)} refused)"
        + $", {Human.Bytes(used.BytesSent)} out, {Human.Bytes(used.BytesReceived)} in";

    private static string Milliseconds(long value) => Human.Duration(TimeSpan.FromMilliseconds(value));

    private void Line(string label, string text) => writer.WriteLine($"  {label,-11}{text}");
}
