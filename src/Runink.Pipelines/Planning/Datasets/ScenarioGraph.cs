using Runink.Pipelines.Diagnostics;
using Runink.Pipelines.Features;

namespace Runink.Pipelines.Planning.Datasets;

/// <summary>A scenario among the others: what it reads and writes.</summary>
internal sealed record GraphNode(BoundFeature Feature, BoundScenario Scenario, IReadOnlyList<DatasetRef> Reads,
    IReadOnlyList<GraphSink> Writes);

/// <summary>A dataset that a scenario writes.</summary>
internal sealed record GraphSink(DatasetRef Dataset, bool Replaces, SourceSpan At);

/// <summary>The DAG of scenarios, connected by the datasets that they write and could read.</summary>
internal static class ScenarioGraph
{
    /// <summary>Reads the datasets of a scenario from its steps.</summary>
    public static GraphNode Read(BoundFeature feature, BoundScenario scenario, PlanningContext context)
    {
        var reads = new List<DatasetRef>();
        var writes = new List<GraphSink>();
        foreach (var step in scenario.Steps)
        {
            if (step.Value("uri") is not { } uri) continue;
            var isSource = step.Definition.Id == "source.table";
            if (DatasetUri.Identify(context.Fill(uri, []), context.Project, write: !isSource) is not { } dataset) continue;
            if (isSource) reads.Add(dataset);
            else writes.Add(new GraphSink(dataset, Replaces(step), step.At));
        }

        return new GraphNode(feature, scenario, reads, writes);
    }

    /// <summary>Puts writers before readers; scenarios of a cycle are left out and reported.</summary>
    public static IReadOnlyList<GraphNode> Order(IReadOnlyList<GraphNode> nodes, ICollection<Diagnostic> diagnostics)
    {
        var ordered = new List<GraphNode>();
        var waiting = nodes.ToList();
        while (waiting.Count > 0)
        {
            var ready = waiting.FirstOrDefault(
                node => !waiting.Any(other => !ReferenceEquals(other, node) && Feeds(other, node)));
            if (ready is null) break;
            ordered.Add(ready);
            waiting.Remove(ready);
        }

        if (waiting.Count > 0) ReportCycle(waiting, diagnostics);
        return ordered;
    }

    /// <summary>The dataset that one scenario writes and another reads, maybe by a wildcard, or null.</summary>
    public static DatasetRef? Connection(GraphNode writer, GraphNode reader) =>
        writer.Writes.Select(sink => sink.Dataset).FirstOrDefault(
            dataset => reader.Reads.Any(source => DatasetOverlap.Reads(source, dataset)));

    /// <summary>Reports datasets that two scenarios write, unless both only add to it.</summary>
    public static void ReportSharedSinks(IReadOnlyList<GraphNode> nodes, ICollection<Diagnostic> diagnostics)
    {
        var written = new List<(GraphNode Node, GraphSink Sink)>();
        foreach (var node in nodes)
        {
            foreach (var sink in node.Writes)
            {
                var other = written.FirstOrDefault(entry => !ReferenceEquals(entry.Node, node) && InTheWay(entry.Sink, sink));
                if (other.Sink is not null)
                {
                    var owner = $"scenario \"{other.Node.Scenario.Name}\" writes";
                    diagnostics.Add(PlanErrors.SinkConflict.Error(
                        $"{sink.Dataset} is in the way of {other.Sink.Dataset}, which {owner}",
                        sink.At,
                        null,
                        $"{other.Sink.At}: the other sink"));
                }

                written.Add((node, sink));
            }
        }
    }

    private static bool InTheWay(GraphSink one, GraphSink other) =>
        one.Dataset == other.Dataset ? one.Replaces || other.Replaces : DatasetOverlap.Nested(one.Dataset, other.Dataset);

    private static bool Feeds(GraphNode writer, GraphNode reader) => Connection(writer, reader) is not null;

    private static bool Replaces(BoundStep step) => step.Definition.Id == "sink.replace"
        && !(step.Table?.Rows.Any(row => row is [{ Text: "mode" }, { Text: "append" }]) ?? false);

    private static string Edge(GraphNode writer, GraphNode reader) =>
        $"{writer.Scenario.At}: \"{writer.Scenario.Name}\" writes {Connection(writer, reader)}, for \"{reader.Scenario.Name}\"";

    private static void ReportCycle(List<GraphNode> waiting, ICollection<Diagnostic> diagnostics)
    {
        // Scenarios that only wait for the cycle are no part of it.
        var cycle = new List<GraphNode>();
        var next = waiting[0];
        while (!cycle.Contains(next))
        {
            cycle.Add(next);
            next = waiting.First(other => !ReferenceEquals(other, next) && Feeds(other, next));
        }

        cycle.RemoveRange(0, cycle.IndexOf(next));
        cycle.Reverse();
        var notes = cycle.Select((writer, i) => Edge(writer, cycle[(i + 1) % cycle.Count]));
        var names = string.Join(", ", cycle.Select(node => $"\"{node.Scenario.Name}\""));
        diagnostics.Add(PlanErrors.Cycle.Error($"{names} wait for each other", cycle[0].Scenario.At, null, [.. notes]));
    }
}
