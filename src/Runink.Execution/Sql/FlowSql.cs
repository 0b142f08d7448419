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
    /// <param name="inputs">Relation names, in the order of the node's inputs.</param>
    /// <param name="inputColumns">Columns of those inputs.</param>
    /// <param name="positioned">Whether the inputs carry <c>_runi_pos</c> and the output must.</param>
    public static string Select(PlanNode node, IReadOnlyList<string> inputs, IReadOnlyList<EquatableList<Column>> inputColumns, bool positioned) => node switch
    {
        MaskNode mask => Mask(mask, inputs[0], inputColumns[0], positioned),
        FilterNode filter => $"SELECT * FROM {inputs[0]} WHERE ({filter.Condition})",
        SqlNode sql => UserSql(sql, inputs, inputColumns),
        JoinNode join => Join(join, inputs, inputColumns),
        UnionNode => string.Join(" UNION ALL ", inputs.Select(input => $"SELECT {Names(node.Columns)} FROM {input}")),
        DeduplicateNode deduplicate => Deduplicate(deduplicate, inputs[0], positioned),
        _ => throw new InvalidOperationException($"no SQL for {node.GetType().Name}"),
    };

    /// <summary>A column list, quoted.</summary>
    public static string Names(IEnumerable<Column> columns) => string.Join(", ", columns.Select(column => SqlText.Identifier(column.Name)));

    /// <summary>A record as a JSON object, the columns in order.</summary>
    public static string JsonRecord(IEnumerable<Column> columns) =>
        $"to_json(struct_pack({string.Join(", ", columns.Select(column => SqlText.Identifier(column.Name)).Select(name => $"{name} := {name}"))}))";

    private static string Mask(MaskNode node, string input, EquatableList<Column> columns, bool positioned)
    {
        var outputs = columns.Select(column =>
        {
            var name = SqlText.Identifier(column.Name);
            var mask = node.Masks.FirstOrDefault(m => string.Equals(m.Field, column.Name, StringComparison.OrdinalIgnoreCase));
            return mask is null ? name : $"{MaskSql.Typed(mask, name, column.Type)} AS {name}";
        });
        return $"SELECT {string.Join(", ", positioned ? outputs.Append("_runi_pos") : outputs)} FROM {input}";
    }

    // The statement stays as it was written; its tables are given to it as common table expressions.
    private static string UserSql(SqlNode node, IReadOnlyList<string> inputs, IReadOnlyList<EquatableList<Column>> columns)
    {
        var tables = node.InputNames.Select((name, i) =>
            $"{SqlText.Identifier(name)} AS NOT MATERIALIZED (SELECT {Names(columns[i])} FROM {inputs[i]})");
        return $"WITH {string.Join(", ", tables)} SELECT * FROM (\n{node.Sql}\n)";
    }

    private static string Join(JoinNode node, IReadOnlyList<string> inputs, IReadOnlyList<EquatableList<Column>> columns)
    {
        var on = string.Join(" AND ", node.Keys.Select(key => $"l.{SqlText.Identifier(key)} = r.{SqlText.Identifier(key)}"));
        if (node.Join is JoinKind.Semi or JoinKind.Anti)
            return $"SELECT {Names(node.Columns)} FROM {inputs[0]} l {(node.Join == JoinKind.Semi ? "SEMI" : "ANTI")} JOIN {inputs[1]} r ON {on}";
        var outputs = node.Columns.Select(column =>
        {
            var name = SqlText.Identifier(column.Name);
            if (node.Keys.Contains(column.Name, StringComparer.OrdinalIgnoreCase)) return $"coalesce(l.{name}, r.{name}) AS {name}";
            var left = columns[0].Any(c => string.Equals(c.Name, column.Name, StringComparison.OrdinalIgnoreCase));
            return left ? $"l.{name}" : $"r.{name}";
        });
        var kind = node.Join switch { JoinKind.Inner => "INNER", JoinKind.Left => "LEFT", _ => "FULL" };
        return $"SELECT {string.Join(", ", outputs)} FROM {inputs[0]} l {kind} JOIN {inputs[1]} r ON {on}";
    }

    // Without a position (after SQL, a join or a union) "first" is made reproducible by the values themselves.
    private static string Deduplicate(DeduplicateNode node, string input, bool positioned)
    {
        var keys = string.Join(", ", node.Keys.Select(SqlText.Identifier));
        var order = positioned ? "_runi_pos" : Names(node.Columns);
        return $"SELECT {Names(node.Columns)} FROM {input} QUALIFY row_number() OVER (PARTITION BY {keys} ORDER BY {order}) = 1";
    }
}
