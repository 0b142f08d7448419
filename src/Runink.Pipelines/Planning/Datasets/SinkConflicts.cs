using Runink.Pipelines.Diagnostics;

namespace Runink.Pipelines.Planning.Datasets;

/// <summary>Finds sinks that would overwrite each other, or what their own scenario reads.</summary>
internal static class SinkConflicts
{
    /// <summary>The conflicts inside one scenario.</summary>
    public static IEnumerable<Diagnostic> Find(IEnumerable<SourceNode> sources, IReadOnlyList<SinkPlan> sinks,
        DeadLetterPlan? letters)
    {
        var written = sinks.Select(sink => (sink.Dataset, sink.At)).ToList();
        if (letters is not null) written.Add((letters.Dataset, letters.At));
        for (var i = 0; i < written.Count; i++)
        {
            var (dataset, at) = written[i];
            foreach (var earlier in written.Take(i).Where(earlier => DatasetOverlap.Nested(earlier.Dataset, dataset)))
                yield return PlanErrors.SinkConflict.Error(
                    $"{dataset} and {earlier.Dataset} (line {earlier.At.Line}) are in each other's way", at);
            foreach (var source in sources.Where(source => DatasetOverlap.Reads(source.Dataset, dataset)))
                yield return PlanErrors.SinkConflict.Error(
                    $"{dataset} is in the way of {source.Dataset}, which this scenario reads (line {source.At.Line})", at);
        }
    }
}
