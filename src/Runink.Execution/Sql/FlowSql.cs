using Runink.Data.Sql;
using Runink.Execution.Masking;
using Runink.Pipelines.Planning;
using Runink.Pipelines.Types;

namespace Runink.Execution.Sql;

/// <summary>SQL of the operators that read flows: each a SELECT over the relations of its inputs.</summary>
internal static class FlowSql
{
    /// <summary>The SELECT of a node that is neither source nor validation.</summary>
    /// <param name="node">The operator.</param>
    /// <param name="inputs">The operators that it reads, in the order of its inputs.</param>
    /// <param name="graph">Tells which flows carry <c>_runi_pos</c>.</param>
    public static string Select(PlanNode node, IReadOnlyList<PlanNode> inputs, FlowGraph graph) => node switch
    {
        MaskNode mask => Mask(mask, inputs[0], graph.NeedsPosition(node.Id)),
        FilterNode filter => $"SELECT * FROM {StageSql.Named(inputs[0])} WHERE ({filter.Condition})",
        SqlNode sql => UserSql(sql, inputs),
        JoinNode join => Join(join, inputs),
        UnionNode => string.Join(" UNION ALL ", inputs.Select(input => $"SELECT {Names(node.Columns)} FROM {StageSql.Relation(input.Id)}")),
        DeduplicateNode deduplicate => Deduplicate(deduplicate, graph),
        _ => throw new InvalidOperationException($"no SQL for {node.GetType().Name}"),
    };

    /// <summary>A column list, quoted.</summary>
    public static string Names(IEnumerable<Column> columns) => string.Join(", ", columns.Select(column => SqlText.Identifier(column.Name)));

    /// <summary>A record as a JSON object, the columns in order.</summary>
    public static string JsonRecord(IEnumerable<Column> columns) =>
        $"to_json(struct_pack({string.Join(", ", columns.Select(column => SqlText.Identifier(column.Name)).Select(name => $"{name} := {name}"))}))";

    private static string Mask(MaskNode node, PlanNode input, bool positioned)
    {
        var outputs = input.Columns.Select(column =>
        {
            var name = SqlText.Identifier(column.Name);
            var mask = node.Masks.FirstOrDefault(m => string.Equals(m.Field, column.Name, StringComparison.OrdinalIgnoreCase));
            return mask is null ? name : $"{MaskSql.Typed(mask, name, column.Type)} AS {name}";
        });
        return $"SELECT {string.Join(", ", positioned ? outputs.Append("_runi_pos") : outputs)} FROM {StageSql.Relation(input.Id)}";
    }

    // The statement stays as it was written; its tables are given to it as common table expressions.
    private static string UserSql(SqlNode node, IReadOnlyList<PlanNode> inputs)
    {
        var tables = node.InputNames.Select((name, i) =>
            $"{SqlText.Identifier(name)} AS NOT MATERIALIZED (SELECT {Names(inputs[i].Columns)} FROM {StageSql.Relation(inputs[i].Id)})");
        return $"WITH {string.Join(", ", tables)} SELECT * FROM (\n{node.Sql}\n)";
    }

    private static string Join(JoinNode node, IReadOnlyList<PlanNode> inputs)
    {
        var (left, right) = ($"{StageSql.Relation(inputs[0].Id)} l", $"{StageSql.Relation(inputs[1].Id)} r");
        var on = string.Join(" AND ", node.Keys.Select(key => $"l.{SqlText.Identifier(key)} = r.{SqlText.Identifier(key)}"));
        if (node.Join is JoinKind.Semi or JoinKind.Anti)
            return $"SELECT {Names(node.Columns)} FROM {left} {(node.Join == JoinKind.Semi ? "SEMI" : "ANTI")} JOIN {right} ON {on}";
        var outputs = node.Columns.Select(column =>
        {
            var name = SqlText.Identifier(column.Name);
            // Keys of an inner or left join may differ in type, and come out as the left one, which is always there. Those of a full join are of one type.
            if (node.Join == JoinKind.Full && node.Keys.Contains(column.Name, StringComparer.OrdinalIgnoreCase)) return $"coalesce(l.{name}, r.{name}) AS {name}";
            var isLeft = inputs[0].Columns.Any(c => string.Equals(c.Name, column.Name, StringComparison.OrdinalIgnoreCase));
            return isLeft ? $"l.{name}" : $"r.{name}";
        });
        var kind = node.Join switch { JoinKind.Inner => "INNER", JoinKind.Left => "LEFT", _ => "FULL" };
        return $"SELECT {string.Join(", ", outputs)} FROM {left} {kind} JOIN {right} ON {on}";
    }

    // Without a position (after SQL, a join or a union) "first" is made reproducible by the values themselves.
    private static string Deduplicate(DeduplicateNode node, FlowGraph graph)
    {
        var input = node.Inputs[0];
        var outputs = Names(node.Columns) + (graph.NeedsPosition(node.Id) ? ", _runi_pos" : "");
        var keys = string.Join(", ", node.Keys.Select(SqlText.Identifier));
        var order = graph.NeedsPosition(input) ? "_runi_pos" : Names(node.Columns);
        return $"SELECT {outputs} FROM {StageSql.Relation(input)} QUALIFY row_number() OVER (PARTITION BY {keys} ORDER BY {order}) = 1";
    }
}
