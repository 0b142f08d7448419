using System.Collections.Immutable;

namespace Runink.Pipelines.Planning.Sql;

/// <summary>Adds what stands in FROM to a scope. Later tables see earlier ones, as LATERAL allows.</summary>
internal sealed class LineageTables(
    IReadOnlyList<SqlInput> inputs,
    Func<SqlExpression, LineageScope, ImmutableHashSet<ColumnOrigin>> trace,
    Func<SqlQuery, LineageScope, IReadOnlyList<LineageColumn>> query)
{
    public void Add(SqlTable table, LineageScope scope)
    {
        if (table is SqlJoin join) AddJoin(join, scope);
        else if (Columns(table, scope) is var (name, columns))
        {
            var alias = table.Alias.Length > 0 ? table.Alias : name;
            scope.Relations.Add(new LineageRelation(alias, LineageTracer.Rename(columns, table.ColumnAliases)));
        }
    }

    private (string? Name, IReadOnlyList<LineageColumn> Columns)? Columns(SqlTable table, LineageScope scope) => table switch
    {
        SqlNamedTable named => (named.Name, scope.FindCte(named.Name) ?? Input(named.Name)),
        SqlDerivedTable derived => (null, query(derived.Query, scope)),
        SqlValues values => (null, Values(values, scope)),
        SqlFunctionTable function => (function.Call.Name, Function(function, scope)),
        _ => null,
    };

    private List<LineageColumn> Input(string name)
    {
        var index = inputs.ToList().FindIndex(input => string.Equals(input.Name, name, StringComparison.OrdinalIgnoreCase));
        if (index < 0) throw new LineageUnknownException($"the table {name} could not be traced");
        return [.. inputs[index].Columns.Select((column, i) => new LineageColumn(column.Name, [new ColumnOrigin(index, i)]))];
    }

    private List<LineageColumn> Values(SqlValues values, LineageScope scope)
    {
        var columns = new List<LineageColumn>();
        for (var i = 0; i < (values.Rows.Count > 0 ? values.Rows[0].Count : 0); i++)
        {
            var origins = values.Rows.Aggregate(ImmutableHashSet<ColumnOrigin>.Empty,
                (all, row) => all.Union(trace(row[i], scope)));
            columns.Add(new LineageColumn($"col{i}", origins));
        }

        return columns;
    }

    private List<LineageColumn> Function(SqlFunctionTable function, LineageScope scope)
    {
        if (function.Call.Operands.Any(operand => operand.Alias.Length > 0))
            throw new LineageUnknownException($"{function.Call.Name}() has named arguments");
        var origins = function.Call.Operands.Aggregate(ImmutableHashSet<ColumnOrigin>.Empty,
            (all, operand) => all.Union(trace(operand, scope)));
        List<LineageColumn> columns = [new(function.Call.Name, origins)];
        if (function.WithOrdinality) columns.Add(new LineageColumn("ordinality", origins));
        return columns;
    }

    private void AddJoin(SqlJoin join, LineageScope scope)
    {
        var first = scope.Relations.Count;
        Add(join.Left, scope);
        var middle = scope.Relations.Count;
        Add(join.Right, scope);
        var left = scope.Relations[first..middle];
        var right = scope.Relations[middle..];
        foreach (var name in join.IsNatural ? CommonNames(left, right) : join.Using)
        {
            var owner = left.Find(relation => relation.Shows(name));
            var partner = right.Find(relation => relation.Shows(name));
            if (owner is null || partner is null)
                throw new LineageUnknownException($"the join column {name} could not be traced");
            owner.Merge(name, partner);
        }

        if (join.LeftOnly) scope.Relations.RemoveRange(middle, scope.Relations.Count - middle);
    }

    private static List<string> CommonNames(List<LineageRelation> left, List<LineageRelation> right)
    {
        var rightNames = right.SelectMany(relation => relation.Visible).Select(column => column.Name).ToList();
        var leftNames = left.SelectMany(relation => relation.Visible).Select(column => column.Name).ToList();
        if (rightNames.Contains(null) || leftNames.Contains(null))
            throw new LineageUnknownException("a natural join has a column without a name");
        return [.. leftNames.OfType<string>().Intersect(rightNames.OfType<string>(), StringComparer.OrdinalIgnoreCase)];
    }
}
