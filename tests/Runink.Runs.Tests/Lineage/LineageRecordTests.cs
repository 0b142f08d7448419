using Runink.Runs.Lineage;
using Runink.Runs.Tests.Slice;

namespace Runink.Runs.Tests.Lineage;

public sealed class LineageRecordTests
{
    [Fact]
    public async Task The_lineage_of_a_run_names_files_steps_and_parts()
    {
        await using var project = new TestProject();
        var result = await project.RunHereAsync(
            Scenarios.Copy(), Scenarios.Copy(from: "out/silver", to: "out/gold.csv", letters: null, name: "Gold"));
        var lineage = LineageRecord.Of(result.Run, result.Stages);

        var silver = lineage.Stages[0];
        var input = Assert.Single(silver.Inputs);
        Assert.Equal(("csv://data/in.csv", "data/in.csv"), (input.Dataset, input.Path));
        Assert.Equal(64, input.Sha256.Length);
        var step = Assert.Single(silver.Steps);
        Assert.Equal(("source", "rows", "csv://data/in.csv"), (step.Kind, step.Flow, step.Dataset));
        Assert.Equal([("csv://out/silver", 4L, false), ("jsonl://out/dlq", 1L, true)],
            silver.Outputs.Select(output => (output.Dataset, output.Rows, output.DeadLetters)));

        // What one stage wrote is, byte for byte, what the next one read.
        var written = Assert.Single(silver.Outputs[0].Parts);
        var read = Assert.Single(lineage.Stages[1].Inputs);
        Assert.Equal(written.Sha256, read.Sha256);
        Assert.EndsWith(written.Path, read.Path, StringComparison.Ordinal);
    }
}
