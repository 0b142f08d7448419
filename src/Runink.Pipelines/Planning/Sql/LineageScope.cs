using System.Collections.Immutable;

namespace Runink.Pipelines.Planning.Sql;

/// <summary>A table as one SELECT sees it.</summary>
internal sealed class LineageRelation(string? name, IReadOnlyList<LineageColumn> columns)
{
    private readonly LineageColumn[] _columns = [.. columns];
    private readonly HashSet<int> _merged = [];

    public string? Name { get; } = name;

    public IReadOnlyList<LineageColumn> Columns => _columns;

    /// <summary>What <c>*</c> shows: not the columns that USING merged into an earlier table.</summary>
    public IEnumerable<LineageColumn> Visible => _columns.Where((_, index) => !_merged.Contains(index));

    public bool IsNamed(string name) => Name is not null && string.Equals(Name, name, StringComparison.OrdinalIgnoreCase);

    /// <summary>Merges the column of that name of a later table into this one's.</summary>
    public void Merge(string name, LineageRelation later)
    {
        var (mine, theirs) = (IndexOf(name), later.IndexOf(name));
        _columns[mine] = _columns[mine] with { Origins = _columns[mine].Origins.Union(later._columns[theirs].Origins) };
        later._merged.Add(theirs);
    }

    /// <summary>Whether <c>*</c> shows a column of that name.</summary>
    public bool Shows(string name) => IndexOf(name) is >= 0 and var index && !_merged.Contains(index);

    private int IndexOf(string name) => Array.FindIndex(_columns, column => column.IsNamed(name));
}

/// <summary>
/// The names that an expression can see: tables, aliases of the SELECT list, lambda parameters, common table expressions, outer
/// scopes.
/// </summary>
internal sealed class LineageScope(LineageScope? outer)
{
    private readonly Dictionary<string, ImmutableHashSet<ColumnOrigin>> _aliases = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, IReadOnlyList<LineageColumn>> _ctes = new(StringComparer.OrdinalIgnoreCase);

    public List<LineageRelation> Relations { get; } = [];

    /// <summary>Adds an alias or a lambda parameter, which may also stand for a column of the same name further out.</summary>
    public void AddAlias(string name, ImmutableHashSet<ColumnOrigin> origins) =>
        _aliases[name] = _aliases.TryGetValue(name, out var known) ? known.Union(origins) : origins;

    public void AddCte(string name, IReadOnlyList<LineageColumn> columns) => _ctes[name] = columns;

    public IReadOnlyList<LineageColumn>? FindCte(string name) =>
        _ctes.TryGetValue(name, out var columns) ? columns : outer?.FindCte(name);

    /// <summary>
    /// The origins of a name. Where SQL's rules of precedence leave more than one reading, all of them count; null when there is
    /// none.
    /// </summary>
    public ImmutableHashSet<ColumnOrigin>? Resolve(IReadOnlyList<string> names)
    {
        var columns = Relations.SelectMany(relation => Candidates(relation, names)).Select(column => column.Origins);
        var readings = _aliases.TryGetValue(names[0], out var alias) ? columns.Append(alias).ToList() : [.. columns];
        // Only a plain column of this SELECT hides the outer ones for certain.
        var hides = names.Count == 1 && Relations.Any(relation => relation.Columns.Any(column => column.IsNamed(names[0])));
        if (!hides && outer?.Resolve(names) is { } further) readings.Add(further);
        return readings.Count == 0 ? null : readings.Aggregate((all, reading) => all.Union(reading));
    }

    /// <summary>Everything that the tables of this SELECT hold.</summary>
    public ImmutableHashSet<ColumnOrigin> All() =>
        Relations.SelectMany(relation => relation.Columns)
            .Aggregate(ImmutableHashSet<ColumnOrigin>.Empty, (all, column) => all.Union(column.Origins));

    // column, column.field…, table.column.field…, or a table as a whole row.
    private static IEnumerable<LineageColumn> Candidates(LineageRelation relation, IReadOnlyList<string> names)
    {
        foreach (var column in relation.Columns.Where(column => column.IsNamed(names[0]))) yield return column;
        if (!relation.IsNamed(names[0])) yield break;
        foreach (var column in relation.Columns.Where(column => names.Count == 1 || column.IsNamed(names[1])))
            yield return column;
    }
}
