using System.Collections.Immutable;

namespace Runink.Pipelines.Planning.Sql;

/// <summary>A column of one of a statement's inputs.</summary>
/// <param name="Input">Index of the input.</param>
/// <param name="Column">Index of its column.</param>
internal readonly record struct ColumnOrigin(int Input, int Column);

/// <summary>A column of a query or table, and what its values are computed from.</summary>
/// <param name="Name">Its name, or null where the engine makes one up.</param>
/// <param name="Origins">Every input column that its values depend on directly.</param>
internal sealed record LineageColumn(string? Name, ImmutableHashSet<ColumnOrigin> Origins)
{
    public bool IsNamed(string name) => Name is not null && string.Equals(Name, name, StringComparison.OrdinalIgnoreCase);
}

/// <summary>Where the output columns of a statement come from.</summary>
/// <param name="Columns">The output columns, named where the statement names them.</param>
/// <param name="Inexact">Why every output counts as made from every input, or null when the tracing is exact.</param>
internal sealed record ColumnLineage(IReadOnlyList<LineageColumn> Columns, string? Inexact);

/// <summary>Says that a statement cannot be traced exactly; the caller then taints everything.</summary>
internal sealed class LineageUnknownException(string why) : Exception(why);
