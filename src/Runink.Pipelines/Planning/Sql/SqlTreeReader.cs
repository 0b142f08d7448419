using System.Text.Json;

namespace Runink.Pipelines.Planning.Sql;

/// <summary>Turns the engine's serialised parse tree into <see cref="SqlQuery"/>. What it does not know it refuses.</summary>
internal static class SqlTreeReader
{
    public static SqlQuery ReadStatement(JsonElement statement)
    {
        var node = new ParsedNode(statement);
        if (node.Take("named_param_map") is not null)
        {
            throw new SqlRefusedException(SqlErrors.Parameter, "prepared-statement parameters have no value here", null);
        }

        var query = ReadQuery(node.Child("node") ?? throw node.NotAnalysed("statement"));
        node.End();
        return query;
    }

    public static SqlQuery ReadQuery(ParsedNode node)
    {
        var ctes = ReadCtes(node.Child("cte_map"));
        var modifiers = node.Children("modifiers");
        var expressions = new List<SqlExpression>();
        foreach (var modifier in modifiers) expressions.AddRange(ReadModifier(modifier));
        var cuts = modifiers.Any(m => m.Type is "LIMIT_MODIFIER" or "LIMIT_PERCENT_MODIFIER")
            || modifiers.Any(m => m.Type == "DISTINCT_MODIFIER") && expressions.Count > 0;
        SqlQuery query = node.Type switch
        {
            "SELECT_NODE" => ReadSelect(node, ctes, expressions, cuts, modifiers.Count > 0),
            "SET_OPERATION_NODE" => ReadSetOperation(node, ctes, expressions, cuts, modifiers.Count > 0),
            "RECURSIVE_CTE_NODE" =>
                throw new SqlRefusedException(SqlErrors.Recursive, "recursive queries are not allowed", node.Near),
            _ => throw node.NotAnalysed(node.Type),
        };
        node.End();
        return query;
    }

    private static SqlSelect ReadSelect(ParsedNode node, IReadOnlyList<SqlCte> ctes, List<SqlExpression> modifiers, bool cuts,
        bool modified)
    {
        node.Ignore("group_sets", "aggregate_handling");
        RefuseSample(node);
        var items = node.Children("select_list").Select(SqlExpressionReader.Read).ToList();
        var from = SqlTableReader.Read(node.Child("from_table") ?? throw node.NotAnalysed("from"));
        var filters = new[] { "where_clause", "having", "qualify" }.Select(node.Child).OfType<ParsedNode>();
        return new SqlSelect
        {
            Ctes = ctes,
            Modifiers = modifiers,
            CutsRows = cuts,
            IsModified = modified,
            Items = items,
            From = from,
            Filters = [.. filters.Select(SqlExpressionReader.Read)],
            Groups = [.. node.Children("group_expressions").Select(SqlExpressionReader.Read)],
        };
    }

    private static SqlSetOperation ReadSetOperation(
        ParsedNode node, IReadOnlyList<SqlCte> ctes, List<SqlExpression> modifiers, bool cuts, bool modified)
    {
        node.Ignore("setop_all");
        var kind = node.Text("setop_type");
        if (kind is not ("UNION" or "EXCEPT" or "INTERSECT" or "UNION_BY_NAME")) throw node.NotAnalysed(kind);
        return new SqlSetOperation
        {
            Ctes = ctes,
            Modifiers = modifiers,
            CutsRows = cuts,
            IsModified = modified,
            Left = ReadQuery(node.Child("left") ?? throw node.NotAnalysed(kind)),
            Right = ReadQuery(node.Child("right") ?? throw node.NotAnalysed(kind)),
            ByName = kind == "UNION_BY_NAME",
        };
    }

    /// <summary>Reads <c>{"node": …}</c>, the wrapping of a query inside a table or an expression.</summary>
    public static SqlQuery ReadWrapped(ParsedNode wrapper)
    {
        var query = ReadQuery(wrapper.Child("node") ?? throw wrapper.NotAnalysed("subquery"));
        wrapper.End();
        return query;
    }

    /// <summary>Samples differ from run to run.</summary>
    public static void RefuseSample(ParsedNode node)
    {
        if (node.Take("sample") is null) return;
        throw new SqlRefusedException(SqlErrors.NotDeterministic, "a sample gives other records at every run", node.Near,
            "choose records by a condition instead, for example: hash(trade_id) % 100 = 0");
    }

    /// <summary>Reads the expressions of an ORDER BY list.</summary>
    public static IEnumerable<SqlExpression> ReadOrders(IReadOnlyList<ParsedNode> orders)
    {
        foreach (var order in orders)
        {
            order.Ignore("null_order");
            yield return SqlExpressionReader.Read(order.Child("expression") ?? throw order.NotAnalysed("order"));
            order.End();
        }
    }

    private static List<SqlCte> ReadCtes(ParsedNode? map)
    {
        var ctes = new List<SqlCte>();
        foreach (var entry in map?.Children("map") ?? [])
        {
            var value = entry.Child("value") ?? throw entry.NotAnalysed("with");
            value.Ignore("materialized");
            var query = ReadWrapped(value.Child("query") ?? throw value.NotAnalysed("with"));
            ctes.Add(new SqlCte(entry.Text("key"), value.Texts("aliases"), query));
            value.End();
            entry.End();
        }

        map?.End();
        return ctes;
    }

    private static List<SqlExpression> ReadModifier(ParsedNode modifier)
    {
        List<SqlExpression> expressions = modifier.Type switch
        {
            "ORDER_MODIFIER" => [.. ReadOrders(modifier.Children("orders"))],
            "DISTINCT_MODIFIER" => [.. modifier.Children("distinct_on_targets").Select(SqlExpressionReader.Read)],
            "LIMIT_MODIFIER" or "LIMIT_PERCENT_MODIFIER" =>
                [.. new[] { modifier.Child("limit"), modifier.Child("offset") }.OfType<ParsedNode>()
                    .Select(SqlExpressionReader.Read)],
            _ => throw modifier.NotAnalysed(modifier.Type),
        };
        modifier.End();
        return expressions;
    }
}
