using Runink.Cli.Output;
using Runink.Pipelines.Planning;
using Runink.Runs.Lineage;

namespace Runink.Cli.Runs;

/// <summary>The lineage of a run for people: contracts, files read, steps, datasets written.</summary>
internal sealed class LineageText(TextWriter writer, Paint paint)
{
    private const int HashShown = 12;
    private const int FilesMax = 3;

    /// <summary>Writes the lineage.</summary>
    public void Write(LineageRecord lineage)
    {
        var state = StageWords.Colour(StageWords.Of(lineage.State), lineage.State, paint);
        writer.WriteLine($"{paint.Bold($"run {lineage.Run}")} {state}");
        foreach (var (name, value) in lineage.Parameters) writer.WriteLine($"  {name} = {value}");
        foreach (var stage in lineage.Stages) Write(stage);
    }

    private void Write(LineageStage stage)
    {
        writer.WriteLine();
        writer.WriteLine($"{paint.Bold(stage.Scenario)}  {paint.Dim($"{stage.Feature}, plan {Short(stage.PlanHash)}")}");
        foreach (var contract in stage.Contracts)
            Line("contract", $"{contract.Id} {contract.Version}, {contract.Object}",
                $"{contract.File}, sha256 {Short(contract.Hash)}");
        foreach (var dataset in stage.Inputs.GroupBy(input => input.Dataset)) Read(dataset.Key, [.. dataset]);
        var flows = stage.Steps.ToDictionary(step => step.Id, step => step.Flow);
        foreach (var step in stage.Steps)
        {
            var from = step.Inputs.Count == 0
                ? step.Dataset ?? ""
                : string.Join(", ", step.Inputs.Select(input => flows[input]).Distinct());
            Line(step.Kind, from == step.Flow ? step.Flow : $"{from} → {step.Flow}", $"{step.At.File}:{step.At.Line}");
        }

        foreach (var output in stage.Outputs)
        {
            var parts = $"{Human.Plural(output.Rows, "row")} in {Human.Plural(output.Parts.Count, "file")}";
            Line(paint.Green("wrote"), output.Dataset, $"{Mode(output)}, {parts}", colours: paint.Green("").Length);
        }
    }

    private static string Mode(LineageOutput output) => output switch
    {
        { DeadLetters: true } => "dead letters",
        { Mode: SinkMode.Append } => "appended",
        { Mode: SinkMode.ReplacePartition } => "partition replaced",
        _ => "replaced",
    };

    private void Read(string dataset, IReadOnlyList<LineageInput> files)
    {
        if (files.Count > FilesMax)
        {
            Line("read", dataset, $"{Human.Plural(files.Count, "file")}, {Human.Bytes(files.Sum(file => file.Size))}");
            return;
        }

        foreach (var file in files)
            Line("read", dataset, $"{file.Path}, {Human.Bytes(file.Size)}, sha256 {Short(file.Sha256)}");
    }

    private void Line(string what, string name, string detail, int colours = 0) =>
        writer.WriteLine($"  {what.PadRight(12 + colours)}{name,-34}  {paint.Dim(detail)}");

    private static string Short(string hash) => hash[..Math.Min(HashShown, hash.Length)];
}
