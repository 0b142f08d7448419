using Runink.Pipelines.Diagnostics;

namespace Runink.Pipelines.Planning.Sql;

/// <summary>
/// The allow-list: every table must be a flow of the step or a common table expression in scope, every function must be on
/// the list. Throws <see cref="SqlRefusedException"/> at the first that is not.
/// </summary>
internal sealed class SqlGuard(IReadOnlyCollection<string> flows)
{
    // Bare words that the engine turns into calls when no column has that name.
    private static readonly HashSet<string> ValueNames = new(StringComparer.OrdinalIgnoreCase)
    {
        "current_catalog", "current_date", "current_role", "current_schema", "current_time", "current_timestamp", "current_user",
        "localtime", "localtimestamp", "session_user", "user",
    };

    private readonly HashSet<string> _read = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>How often flows were named, in all.</summary>
    public int References { get; private set; }

    /// <summary>The flows that the statement reads.</summary>
    public IReadOnlySet<string> Read => _read;

    public void Check(SqlQuery query) => Check(query, []);

    private void Check(SqlQuery query, IReadOnlyList<string> outer)
    {
        var ctes = new List<string>(outer);
        foreach (var cte in query.Ctes)
        {
            Check(cte.Query, ctes);
            ctes.Add(cte.Name);
        }

        Check(query.Modifiers, ctes);
        if (query is SqlSetOperation set)
        {
            Check(set.Left, ctes);
            Check(set.Right, ctes);
        }
        else if (query is SqlSelect select)
        {
            Check(select.From, ctes);
            Check(select.Items, ctes);
            Check(select.Filters, ctes);
            Check(select.Groups, ctes);
        }
    }

    private void Check(SqlTable table, IReadOnlyList<string> ctes)
    {
        switch (table)
        {
            case SqlNamedTable named: CheckName(named, ctes); break;
            case SqlDerivedTable derived: Check(derived.Query, ctes); break;
            case SqlFunctionTable function: CheckTableFunction(function, ctes); break;
            case SqlValues values: Check(values.Rows.SelectMany(row => row), ctes); break;
            case SqlJoin join:
                Check(join.Left, ctes);
                Check(join.Right, ctes);
                if (join.Condition is not null) Check([join.Condition], ctes);
                break;
        }
    }

    private void Check(IEnumerable<SqlExpression> expressions, IReadOnlyList<string> ctes)
    {
        foreach (var expression in expressions)
        {
            if (expression is SqlCall call) CheckCall(call);
            if (expression is SqlColumn { Names: [var name] } && ValueNames.Contains(name))
                throw Value(name, expression.Location);
            if (expression is SqlSubquery subquery) Check(subquery.Query, ctes);
            Check(expression.Children, ctes);
        }
    }

    private void CheckName(SqlNamedTable table, IReadOnlyList<string> ctes)
    {
        if (ctes.Contains(table.Name, StringComparer.OrdinalIgnoreCase)) return;
        if (flows.FirstOrDefault(flow => string.Equals(flow, table.Name, StringComparison.OrdinalIgnoreCase)) is { } flow)
        {
            _read.Add(flow);
            References++;
            return;
        }

        var isFile = table.Name.AsSpan().IndexOfAny('.', '/', '\\') >= 0 || table.Name.Contains("://", StringComparison.Ordinal);
        var message = isFile ? $"\"{table.Name}\" would read a file" : $"\"{table.Name}\" is not a flow that this step names";
        throw new SqlRefusedException(SqlErrors.TableNotAllowed, message, table.Location, isFile ? null : Hint(table.Name));
    }

    private string Hint(string name) =>
        Suggestions.DidYouMean(name, flows)
            ?? $"the step names {string.Join(", ", flows)}; name further flows in \"calculated by SQL from …\"";

    private void CheckTableFunction(SqlFunctionTable table, IReadOnlyList<string> ctes)
    {
        if (!SqlFunctions.AllowsTable(table.Call.Name) || table.Call.Schema.Length > 0)
        {
            throw new SqlRefusedException(SqlErrors.FunctionNotAllowed, $"the table function {table.Call.Name}() is not allowed",
                table.Location,
                "FROM may call unnest, range and generate_series; read data with a Given step");
        }

        Check(table.Call.Operands, ctes);
    }

    private static void CheckCall(SqlCall call)
    {
        if (SqlFunctions.Allows(call.Name, call.Arity)) return;
        // A method call, a.upper(), counts its object as the first argument; the parser leaves it in the schema's place.
        if (call.Schema is not ("" or "main" or "pg_catalog") && SqlFunctions.Allows(call.Name, call.Arity + 1)) return;
        if (SqlFunctions.WhyRefused(call.Name) is { } why) throw Refuse(call.Name, why, call.Location);
        throw new SqlRefusedException(SqlErrors.FunctionNotAllowed, $"the function {call.Name}() is not allowed", call.Location,
            Suggestions.DidYouMean(call.Name, SqlFunctions.Names));
    }

    private static SqlRefusedException Value(string name, int? location)
    {
        var refusal = Refuse(name, SqlFunctions.WhyRefused(name) ?? "it is not on the list", location);
        return new SqlRefusedException(refusal.Definition, refusal.Message, location,
            $"if it is a column, write its flow before it: trades.{name}. {refusal.Definition.Fix}");
    }

    private static SqlRefusedException Refuse(string name, string why, int? location)
    {
        var changes = why.Contains("differ", StringComparison.Ordinal);
        var definition = changes ? SqlErrors.NotDeterministic : SqlErrors.FunctionNotAllowed;
        return new SqlRefusedException(definition, $"{name} is not allowed: {why}", location);
    }
}
