namespace Runink.Pipelines.Planning.Sql;

/// <summary>Reads what stands in FROM.</summary>
internal static class SqlTableReader
{
    public static SqlTable Read(ParsedNode node)
    {
        SqlTreeReader.RefuseSample(node);
        var alias = node.Text("alias");
        var columns = node.Texts("column_name_alias");
        SqlTable table = node.Type switch
        {
            "BASE_TABLE" => ReadNamed(node),
            "JOIN" => ReadJoin(node),
            "SUBQUERY" => new SqlDerivedTable(
                SqlTreeReader.ReadWrapped(node.Child("subquery") ?? throw node.NotAnalysed("subquery"))),
            "TABLE_FUNCTION" => ReadFunction(node),
            "EXPRESSION_LIST" => ReadValues(node),
            "EMPTY" => new SqlNoTable(),
            "SHOW_REF" => throw Refuse(node, "SHOW, DESCRIBE and SUMMARIZE look at the engine instead of the data"),
            "PIVOT" => throw Refuse(node, "PIVOT and UNPIVOT take their columns from the data, so the plan cannot know them"),
            _ => throw node.NotAnalysed(node.Type),
        };
        node.End();
        return table with { Alias = alias, ColumnAliases = columns, Location = node.Near };
    }

    private static SqlNamedTable ReadNamed(ParsedNode node)
    {
        var (catalog, schema, name) = (node.Text("catalog_name"), node.Text("schema_name"), node.Text("table_name"));
        if (catalog.Length + schema.Length == 0) return new SqlNamedTable(name);
        var full = string.Join('.', new[] { catalog, schema, name }.Where(part => part.Length > 0));
        throw new SqlRefusedException(SqlErrors.TableNotAllowed, $"\"{full}\" names a schema or a catalogue", node.Near,
            "read only the flows that the step names; they need no prefix");
    }

    private static SqlJoin ReadJoin(ParsedNode node)
    {
        var (kind, reference) = (node.Text("join_type"), node.Text("ref_type"));
        if (kind is not ("INNER" or "LEFT" or "RIGHT" or "FULL" or "OUTER" or "SEMI" or "ANTI"))
            throw node.NotAnalysed($"{kind} join");
        if (reference is not ("REGULAR" or "NATURAL" or "CROSS" or "POSITIONAL" or "ASOF"))
            throw node.NotAnalysed($"{reference} join");
        var left = Read(node.Child("left") ?? throw node.NotAnalysed("join"));
        var right = Read(node.Child("right") ?? throw node.NotAnalysed("join"));
        var condition = node.Child("condition");
        return new SqlJoin(left, right, condition is null ? null : SqlExpressionReader.Read(condition))
        {
            Using = node.Texts("using_columns"),
            IsNatural = reference == "NATURAL",
            LeftOnly = kind is "SEMI" or "ANTI",
        };
    }

    private static SqlFunctionTable ReadFunction(ParsedNode node)
    {
        var ordinality = node.Text("with_ordinality").Length > 0;
        var call = SqlExpressionReader.Read(node.Child("function") ?? throw node.NotAnalysed("table function"));
        return call is SqlCall function ? new SqlFunctionTable(function, ordinality) : throw node.NotAnalysed("table function");
    }

    private static SqlValues ReadValues(ParsedNode node)
    {
        node.Ignore("expected_names", "expected_types");
        var rows = node.Take("values")?.EnumerateArray()
            .Select(row => (IReadOnlyList<SqlExpression>)[.. row.EnumerateArray()
                .Select(cell => SqlExpressionReader.Read(new ParsedNode(cell, node.Near)))]);
        return new SqlValues([.. rows ?? []]);
    }

    private static SqlRefusedException Refuse(ParsedNode node, string why) =>
        new(SqlErrors.StatementNotAllowed, why, node.Near);
}
