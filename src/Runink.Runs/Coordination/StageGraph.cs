using System.Text;
using Runink.Pipelines.Planning;
using Runink.Pipelines.Planning.Datasets;

namespace Runink.Runs.Coordination;

/// <summary>A scenario as a stage of a run.</summary>
/// <param name="Id">Id within the run.</param>
/// <param name="Plan">What it does.</param>
/// <param name="After">Ids of the stages that write what it reads.</param>
/// <param name="External">Its sources that no stage of the run writes: pinned when the run begins.</param>
/// <param name="Internal">Its other sources: pinned when the stage begins.</param>
internal sealed record PlannedStage(
    string Id, ScenarioPlan Plan, IReadOnlyList<string> After, IReadOnlyList<SourceNode> External,
    IReadOnlyList<SourceNode> Internal);

/// <summary>Makes stages of plans and connects them by the datasets they write and read.</summary>
internal static class StageGraph
{
    private const int LongestName = 40;

    /// <summary>The stages, in the order of the plans.</summary>
    public static IReadOnlyList<PlannedStage> Of(IReadOnlyList<ScenarioPlan> plans)
    {
        List<PlannedStage> stages = [];
        foreach (var plan in plans)
        {
            var sources = plan.Nodes.OfType<SourceNode>().ToLookup(source => stages.Any(stage => Writes(stage.Plan, source)));
            var after = stages.Where(stage => sources[true].Any(source => Writes(stage.Plan, source))).Select(stage => stage.Id);
            stages.Add(new(IdOf(stages.Count + 1, plan.Name), plan, [.. after], [.. sources[false]], [.. sources[true]]));
        }

        return stages;
    }

    /// <summary>Its number, and enough of its name for a person to know it by.</summary>
    private static string IdOf(int number, string name)
    {
        var slug = new StringBuilder($"{number:D2}-");
        foreach (var character in name)
        {
            if (char.IsAsciiLetterOrDigit(character)) slug.Append(char.ToLowerInvariant(character));
            else if (slug[^1] != '-') slug.Append('-');
        }

        var id = slug.ToString(0, Math.Min(slug.Length, LongestName)).TrimEnd('-');
        return id.Contains('-', StringComparison.Ordinal) ? id : id + "-stage";
    }

    private static bool Writes(ScenarioPlan plan, SourceNode source) =>
        plan.Sinks.Any(sink => DatasetOverlap.Reads(source.Dataset, sink.Dataset)) ||
        (plan.DeadLetters is { } letters && DatasetOverlap.Reads(source.Dataset, letters.Dataset));
}
