using System.Collections.Immutable;

namespace Runink.Pipelines.Planning.Sql;

/// <summary>
/// Traces the output columns of a statement to the input columns that their values are computed from. Sound first: where a
/// name has several readings all count, and what cannot be resolved makes every output depend on every input.
/// </summary>
internal sealed class LineageTracer(IReadOnlyList<SqlInput> inputs)
{
    /// <summary>Traces a statement whose output names the engine has already told.</summary>
    public static ColumnLineage Trace(SqlQuery query, IReadOnlyList<SqlInput> inputs, IReadOnlyList<string> boundNames)
    {
        try
        {
            var columns = new LineageTracer(inputs).Query(query, null, boundNames);
            if (columns.Count != boundNames.Count) throw new LineageUnknownException("its columns could not be counted");
            for (var i = 0; i < columns.Count; i++) Confirm(columns[i].Name, boundNames[i]);
            return new ColumnLineage(columns, null);
        }
        catch (LineageUnknownException unknown)
        {
            var all = inputs.SelectMany((input, i) => input.Columns.Select((_, j) => new ColumnOrigin(i, j)))
                .ToImmutableHashSet();
            return new ColumnLineage([.. boundNames.Select(_ => new LineageColumn(null, all))], unknown.Message);
        }
    }

    // The engine tells equal names apart by a number behind them.
    private static void Confirm(string? traced, string bound)
    {
        if (traced is null || bound.StartsWith(traced, StringComparison.OrdinalIgnoreCase)) return;
        throw new LineageUnknownException($"its column {bound} could not be matched");
    }

    /// <summary>The columns of a query. <paramref name="boundNames"/> are known for the outermost one only.</summary>
    private IReadOnlyList<LineageColumn> Query(SqlQuery query, LineageScope? outer, IReadOnlyList<string>? boundNames = null)
    {
        var scope = new LineageScope(outer);
        foreach (var cte in query.Ctes) scope.AddCte(cte.Name, Rename(Query(cte.Query, scope), cte.Aliases));
        if (query is SqlSetOperation set) return SetOperation(set, scope);
        var select = (SqlSelect)query;
        new LineageTables(inputs, Expression, (inner, around) => Query(inner, around)).Add(select.From, scope);
        return new LineageItems(scope, Expression).Expand(select.Items, boundNames);
    }

    private List<LineageColumn> SetOperation(SqlSetOperation set, LineageScope scope)
    {
        var (left, right) = (Query(set.Left, scope), Query(set.Right, scope));
        if (set.ByName) return ByName(left, right);
        if (left.Count != right.Count) throw new LineageUnknownException("the sides of a set operation could not be matched");
        return [.. left.Zip(right, (one, other) => one with { Origins = one.Origins.Union(other.Origins) })];
    }

    private static List<LineageColumn> ByName(IReadOnlyList<LineageColumn> left, IReadOnlyList<LineageColumn> right)
    {
        if (left.Concat(right).Any(column => column.Name is null))
            throw new LineageUnknownException("UNION BY NAME has a column without a name");
        var result = new List<LineageColumn>(left);
        foreach (var column in right)
        {
            var index = result.FindIndex(known => known.IsNamed(column.Name!));
            if (index < 0) result.Add(column);
            else result[index] = result[index] with { Origins = result[index].Origins.Union(column.Origins) };
        }

        return result;
    }

    private ImmutableHashSet<ColumnOrigin> Expression(SqlExpression expression, LineageScope scope) => expression switch
    {
        SqlColumn column => scope.Resolve(column.Names)
            ?? throw new LineageUnknownException($"the name {string.Join('.', column.Names)} could not be traced"),
        SqlPosition position =>
            scope.Relations.SelectMany(relation => relation.Columns).ElementAtOrDefault(position.Index - 1)?.Origins
            ?? throw new LineageUnknownException($"#{position.Index} could not be traced"),
        SqlStar => scope.All(),
        SqlLambda lambda => Lambda(lambda, scope),
        SqlSubquery subquery =>
            Union(Query(subquery.Query, scope).Select(column => column.Origins)).Union(Children(subquery, scope)),
        SqlCall { Schema.Length: > 0 } method => Children(method, scope).Union(scope.Resolve([method.Schema]) ?? []),
        _ => Children(expression, scope),
    };

    private ImmutableHashSet<ColumnOrigin> Lambda(SqlLambda lambda, LineageScope scope)
    {
        var inner = new LineageScope(scope);
        // A name before an arrow may be a column after all: json -> '$.field'.
        foreach (var parameter in lambda.Parameters) inner.AddAlias(parameter, scope.Resolve([parameter]) ?? []);
        return Expression(lambda.Body, inner)
            .Union(Union(lambda.Parameters.Select(parameter => scope.Resolve([parameter]) ?? [])));
    }

    private ImmutableHashSet<ColumnOrigin> Children(SqlExpression expression, LineageScope scope) =>
        Union(expression.Children.Select(child => Expression(child, scope)));

    private static ImmutableHashSet<ColumnOrigin> Union(IEnumerable<ImmutableHashSet<ColumnOrigin>> sets) =>
        sets.Aggregate(ImmutableHashSet<ColumnOrigin>.Empty, (all, set) => all.Union(set));

    /// <summary>Gives the first columns the names of a column alias list.</summary>
    internal static IReadOnlyList<LineageColumn> Rename(IReadOnlyList<LineageColumn> columns, IReadOnlyList<string> aliases) =>
        aliases.Count == 0
            ? columns
            : [.. columns.Select((column, i) => i < aliases.Count ? column with { Name = aliases[i] } : column)];
}
