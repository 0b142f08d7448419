using System.Text.Json;

namespace Runink.Pipelines.Planning.Sql;

/// <summary>Reads expressions. Classes and operators that are not named here are refused.</summary>
internal static class SqlExpressionReader
{
    private static readonly HashSet<string> Operators = new(StringComparer.Ordinal)
    {
        "OPERATOR_NOT", "OPERATOR_IS_NULL", "OPERATOR_IS_NOT_NULL", "OPERATOR_COALESCE", "OPERATOR_NULLIF", "OPERATOR_TRY",
        "OPERATOR_UNPACK", "COMPARE_IN", "COMPARE_NOT_IN", "ARRAY_EXTRACT", "ARRAY_SLICE", "ARRAY_CONSTRUCTOR",
        "STRUCT_EXTRACT", "GROUPING_FUNCTION",
    };

    public static SqlExpression Read(ParsedNode node)
    {
        var alias = node.Text("alias");
        var expression = ReadClass(node, node.Text("class"));
        node.End();
        return expression with { Alias = alias, Location = node.Near };
    }

    private static SqlExpression ReadClass(ParsedNode node, string kind) => kind switch
    {
        "COLUMN_REF" => new SqlColumn(node.Texts("column_names")),
        "CONSTANT" => ReadConstant(node),
        "FUNCTION" => ReadCall(node),
        "WINDOW" => ReadWindow(node),
        "STAR" => ReadStar(node),
        "SUBQUERY" => ReadSubquery(node),
        "LAMBDA" => ReadLambda(node),
        "CASE" => ReadCase(node),
        "CAST" => ReadCast(node),
        "COMPARISON" => new SqlOperator(node.Type, Operands(node, "left", "right")),
        "BETWEEN" => new SqlOperator(node.Type, Operands(node, "input", "lower", "upper")),
        "CONJUNCTION" => new SqlOperator(node.Type, List(node, "children")),
        "OPERATOR" when Operators.Contains(node.Type) => new SqlOperator(node.Type, List(node, "children")),
        "COLLATE" => ReadCollate(node),
        "POSITIONAL_REFERENCE" => new SqlPosition(node.Number("index")),
        "PARAMETER" => throw new SqlRefusedException(SqlErrors.Parameter, "prepared-statement parameters have no value here",
            node.Near),
        _ => throw node.NotAnalysed(kind.Length > 0 ? $"{kind} {node.Type}" : node.Type),
    };

    private static List<SqlExpression> Operands(ParsedNode node, params ReadOnlySpan<string> names)
    {
        var operands = new List<SqlExpression>();
        foreach (var name in names)
        {
            if (node.Child(name) is { } child) operands.Add(Read(child));
        }

        return operands;
    }

    private static List<SqlExpression> List(ParsedNode node, string name) => [.. node.Children(name).Select(Read)];

    private static SqlOperator ReadConstant(ParsedNode node)
    {
        node.Ignore("value");
        return new SqlOperator("CONSTANT", []);
    }

    private static SqlCall ReadCall(ParsedNode node)
    {
        node.Ignore("distinct", "is_operator");
        RefuseCatalog(node);
        var (name, schema) = (node.Text("function_name"), node.Text("schema"));
        var arguments = List(node, "children");
        var operands = new List<SqlExpression>(arguments);
        operands.AddRange(Operands(node, "filter"));
        if (node.Child("order_bys") is { } order)
        {
            operands.AddRange(SqlTreeReader.ReadOrders(order.Children("orders")));
            order.End();
        }

        return new SqlCall(name, schema, arguments.Count, operands) { IsWindow = false };
    }

    private static SqlCall ReadWindow(ParsedNode node)
    {
        node.Ignore("start", "end", "ignore_nulls", "exclude_clause", "distinct");
        RefuseCatalog(node);
        var (name, schema) = (node.Text("function_name"), node.Text("schema"));
        var arguments = List(node, "children");
        List<SqlExpression> operands =
        [
            .. arguments,
            .. List(node, "partitions"),
            .. SqlTreeReader.ReadOrders(node.Children("orders")),
            .. SqlTreeReader.ReadOrders(node.Children("arg_orders")),
            .. Operands(node, "start_expr", "end_expr", "offset_expr", "default_expr", "filter_expr"),
        ];
        return new SqlCall(name, schema, arguments.Count, operands) { IsWindow = true };
    }

    private static SqlStar ReadStar(ParsedNode node)
    {
        node.Ignore("unpacked");
        var exclude = node.Texts("exclude_list").ToList();
        foreach (var qualified in node.Children("qualified_exclude_list"))
        {
            exclude.Add($"{qualified.Text("table")}.{qualified.Text("column")}");
            qualified.End();
        }

        var replace = new Dictionary<string, SqlExpression>(StringComparer.OrdinalIgnoreCase);
        foreach (var entry in node.Children("replace_list"))
        {
            replace[entry.Text("key")] = Read(entry.Child("value") ?? throw entry.NotAnalysed("replace"));
            entry.End();
        }

        return new SqlStar(node.Text("relation_name"), node.Child("expr") is { } selector ? Read(selector) : null)
        {
            IsColumns = node.Flag("columns"),
            Exclude = exclude,
            Replace = replace,
            Rename = ReadRenames(node),
        };
    }

    private static Dictionary<string, string> ReadRenames(ParsedNode node)
    {
        var renames = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var entry in node.Children("rename_list"))
        {
            var key = entry.Child("key") ?? throw entry.NotAnalysed("rename");
            var (table, column) = (key.Text("table"), key.Text("column"));
            renames[table.Length > 0 ? $"{table}.{column}" : column] = entry.Text("value");
            key.End();
            entry.End();
        }

        return renames;
    }

    private static SqlSubquery ReadSubquery(ParsedNode node)
    {
        node.Ignore("comparison_type");
        var kind = node.Text("subquery_type");
        if (kind is not ("SCALAR" or "EXISTS" or "NOT_EXISTS" or "ANY")) throw node.NotAnalysed($"{kind} subquery");
        var query = SqlTreeReader.ReadWrapped(node.Child("subquery") ?? throw node.NotAnalysed("subquery"));
        return new SqlSubquery(query, node.Child("child") is { } operand ? Read(operand) : null);
    }

    /// <summary>
    /// The parser reads <c>a -&gt; b</c> as a lambda even where it takes a field of a JSON value; only plain names can be
    /// parameters.
    /// </summary>
    private static SqlExpression ReadLambda(ParsedNode node)
    {
        var left = Read(node.Child("lhs") ?? throw node.NotAnalysed("lambda"));
        var body = Read(node.Child("expr") ?? throw node.NotAnalysed("lambda"));
        IReadOnlyList<SqlExpression> names = left is SqlCall { Name: "row" } list ? list.Operands : [left];
        return names.All(name => name is SqlColumn { Names.Count: 1 })
            ? new SqlLambda([.. names.Cast<SqlColumn>().Select(name => name.Names[0])], body)
            : new SqlOperator("ARROW", [left, body]);
    }

    private static SqlOperator ReadCase(ParsedNode node)
    {
        var operands = new List<SqlExpression>();
        foreach (var check in node.Children("case_checks"))
        {
            operands.AddRange(Operands(check, "when_expr", "then_expr"));
            check.End();
        }

        operands.AddRange(Operands(node, "else_expr"));
        return new SqlOperator(node.Type, operands);
    }

    private static SqlOperator ReadCast(ParsedNode node)
    {
        node.Ignore("try_cast");
        if (node.Take("cast_type") is not { } type) throw node.NotAnalysed("cast");
        RefuseForeignType(node, type);
        return new SqlOperator("CAST", Operands(node, "child"));
    }

    private static SqlOperator ReadCollate(ParsedNode node)
    {
        node.Ignore("collation");
        return new SqlOperator(node.Type, Operands(node, "child"));
    }

    /// <summary>A type may be named, but not looked up in a schema.</summary>
    private static void RefuseForeignType(ParsedNode node, JsonElement type)
    {
        foreach (var property in type.EnumerateObject().Where(property => property.Name is "catalog" or "schema"))
        {
            throw new SqlRefusedException(SqlErrors.TableNotAllowed, $"a type from \"{property.Value}\" is not allowed",
                node.Near);
        }

        if (!type.TryGetProperty("type_info", out var info)) return;
        RefuseForeignType(node, info);
        if (info.TryGetProperty("child_type", out var child)) RefuseForeignType(node, child);
        if (!info.TryGetProperty("child_types", out var fields)) return;
        foreach (var field in fields.EnumerateArray())
        {
            if (field.TryGetProperty("second", out var fieldType)) RefuseForeignType(node, fieldType);
        }
    }

    private static void RefuseCatalog(ParsedNode node)
    {
        if (node.Text("catalog") is { Length: > 0 } catalog)
        {
            throw new SqlRefusedException(SqlErrors.FunctionNotAllowed,
                $"functions of the catalogue \"{catalog}\" are not allowed", node.Near,
                "call built-in functions by their plain names");
        }
    }
}
