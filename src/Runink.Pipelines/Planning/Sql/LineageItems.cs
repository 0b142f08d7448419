using System.Collections.Immutable;

namespace Runink.Pipelines.Planning.Sql;

/// <summary>
/// The columns that a SELECT list makes. <c>*</c> is expanded; an item whose number of columns only the engine knows
/// (COLUMNS(…), unnest of a struct) is allowed once, in the outermost SELECT, where the engine has told all names.
/// </summary>
internal sealed class LineageItems(LineageScope scope, Func<SqlExpression, LineageScope, ImmutableHashSet<ColumnOrigin>> trace)
{
    public IReadOnlyList<LineageColumn> Expand(IReadOnlyList<SqlExpression> items, IReadOnlyList<string>? boundNames)
    {
        var parts = new List<IReadOnlyList<LineageColumn>?>();
        foreach (var item in items) parts.Add(IsOpen(item) ? null : Columns(item, isNamed: boundNames is not null));
        var open = parts.FindIndex(part => part is null);
        if (open < 0) return [.. parts.SelectMany(part => part!)];
        if (boundNames is null || parts.FindLastIndex(part => part is null) != open)
            throw new LineageUnknownException("it holds COLUMNS(…) or unnest(…) where their columns cannot be counted");
        var before = parts.Take(open).Sum(part => part!.Count);
        var after = parts.Skip(open + 1).Sum(part => part!.Count);
        var names = boundNames.Skip(before).Take(boundNames.Count - before - after);
        parts[open] = [.. names.Select(name => new LineageColumn(name, OpenOrigins(items[open], name)))];
        return [.. parts.SelectMany(part => part!)];
    }

    private static bool IsOpen(SqlExpression item) =>
        item is not SqlStar { Selector: null }
        && SqlShape.WithDescendants(item)
            .Any(part => part is SqlStar || part is SqlCall call
                && string.Equals(call.Name, "unnest", StringComparison.OrdinalIgnoreCase));

    private ImmutableHashSet<ColumnOrigin> OpenOrigins(SqlExpression item, string name)
    {
        if (item is SqlStar { Replace.Count: 0, Rename.Count: 0, Alias: "" })
            return scope.Resolve([name]) ?? throw new LineageUnknownException($"its column {name} could not be matched");
        return trace(item, scope);
    }

    private List<LineageColumn> Columns(SqlExpression item, bool isNamed)
    {
        if (item is SqlStar star) return Star(star);
        // The engine names it; a query around this one could take the name for another column's.
        if (!isNamed && item is SqlPosition { Alias: "" } position)
            throw new LineageUnknownException($"#{position.Index} has no name of its own");
        var origins = trace(item, scope);
        if (item.Alias.Length > 0) scope.AddAlias(item.Alias, origins);
        var name = item.Alias.Length > 0 ? item.Alias : (item as SqlColumn)?.Names[^1];
        return [new LineageColumn(name, origins)];
    }

    private List<LineageColumn> Star(SqlStar star)
    {
        var relations = scope.Relations.Where(relation => star.Relation.Length == 0 || relation.IsNamed(star.Relation)).ToList();
        if (relations.Count == 0) throw new LineageUnknownException($"{star.Relation}.* could not be traced");
        var unused = new HashSet<string>([.. star.Exclude, .. star.Replace.Keys, .. star.Rename.Keys],
            StringComparer.OrdinalIgnoreCase);
        var columns = new List<LineageColumn>();
        foreach (var relation in relations)
        {
            foreach (var column in star.Relation.Length == 0 ? relation.Visible : relation.Columns)
            {
                if (Shown(star, relation, column, unused) is { } shown) columns.Add(shown);
            }
        }

        if (unused.Count > 0) throw new LineageUnknownException($"the name {unused.First()} could not be traced");
        return columns;
    }

    private LineageColumn? Shown(SqlStar star, LineageRelation relation, LineageColumn column, HashSet<string> unused)
    {
        string[] names = column.Name is null ? [] : [column.Name, $"{relation.Name}.{column.Name}"];
        foreach (var name in names) unused.Remove(name);
        if (names.Any(name => star.Exclude.Contains(name, StringComparer.OrdinalIgnoreCase))) return null;
        var shown = column;
        foreach (var name in names)
        {
            if (star.Replace.TryGetValue(name, out var replacement)) shown = shown with { Origins = trace(replacement, scope) };
            if (star.Rename.TryGetValue(name, out var renamed)) shown = shown with { Name = renamed };
        }

        return shown;
    }
}
