using Runink.Data.Sql;
using Runink.Execution.Stages;
using Runink.Pipelines.Planning;

namespace Runink.Execution.Sql;

/// <summary>
/// Lowers a plan to engine statements. Each node becomes a relation <c>"runi.0", "runi.1", …</c>: a view, which the engine fuses into
/// the statement that reads it, or a table where the flow must be computed exactly once.
/// </summary>
internal sealed class StageSql(ScenarioPlan plan, SliceScope scope, FlowGraph graph)
{
    private readonly HashSet<int> _tapped = [];

    /// <summary>
    /// Name of a node's relation, quoted. It has a dot, which no flow's name has: a flow of the same name would stand before the
    /// relation in a person's SQL.
    /// </summary>
    public static string Relation(int id) => $"\"runi.{id}\"";

    /// <summary>A node's relation under the name of its flow, as what stands behind FROM: a condition may name the flow.</summary>
    public static string Named(PlanNode node) => $"{Relation(node.Id)} AS {SqlText.Identifier(node.Flow)}";

    /// <summary>
    /// The statement that defines a node's relation. <paramref name="judged"/> gives the SELECT of a source or of the validation of
    /// one, which depends on what the slice found in the files.
    /// </summary>
    public string Define(PlanNode node, Func<PlanNode, string> judged)
    {
        var readsSource = !scope.Computes(node.Id) || node is SourceNode or ValidateNode or ProgramNode;
        var select = readsSource
            ? judged(node)
            : FlowSql.Select(node, [.. node.Inputs.Select(id => plan.Nodes[id])], graph);
        var tapped = readsSource || node.Inputs.Any(_tapped.Contains);
        var once = graph.Uses(node.Id) > 1 || (tapped && graph.Uses(node.Id) == 1 && !ReaderConsumesAll(node.Id));
        if (tapped && !once) _tapped.Add(node.Id);
        return $"CREATE TEMP {(once ? "TABLE" : "VIEW")} {Relation(node.Id)} AS {select}";
    }

    /// <summary>The statement that stores a flow that comes from outside, for every connection.</summary>
    public static string Store(PlanNode node, Func<PlanNode, string> judged) => $"CREATE TABLE {Relation(node.Id)} AS {judged(node)}";

    // A reader that may stop early or read twice would lose or repeat dead letters, so such a flow is stored first.
    private bool ReaderConsumesAll(int id)
    {
        if (plan.Sinks.Any(sink => sink.Input == id) || scope.Outputs.Any(edge => edge.Node == id)) return true;
        return scope.Nodes.FirstOrDefault(node => node.Inputs.Contains(id)) switch
        {
            MaskNode or FilterNode or UnionNode or DeduplicateNode or ValidateNode => true,
            SqlNode sql => sql.SinglePass,
            _ => false,
        };
    }
}
