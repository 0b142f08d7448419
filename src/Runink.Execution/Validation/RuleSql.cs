using Runink.Data.Sql;
using Runink.Pipelines.Planning;
using Runink.Pipelines.Planning.Sql;
using Runink.Pipelines.Types;

namespace Runink.Execution.Validation;

/// <summary>
/// SQL conditions that are true when a record breaks a rule. They may be null instead of false; callers treat both alike.
/// Conditions speak of a record's raw values <c>r0, r1, …</c>, its typed values <c>t0, t1, …</c> and, for keys, of the table of
/// keys that occur more than once.
/// </summary>
/// <param name="columns">The source's columns.</param>
/// <param name="read">The SQL that reads a text as a value of a column.</param>
internal sealed class RuleSql(IReadOnlyList<Column> columns, Func<string, Column, string> read)
{
    /// <summary>The condition under which <paramref name="rule"/> is broken. <paramref name="index"/> is its place among the rules.</summary>
    public string Broken(RecordRule rule, int index)
    {
        if (rule.Kind == RuleKind.Unique) return $"(d{index}.first IS NOT NULL AND _runi_pos > d{index}.first)";
        var ordinal = Ordinal(rule.Fields[0]);
        var (raw, typed, type) = ($"r{ordinal}", $"t{ordinal}", columns[ordinal].Type);
        return rule.Kind switch
        {
            RuleKind.LogicalType => $"({raw} IS NOT NULL AND {typed} IS NULL)",
            RuleKind.Required => $"({raw} IS NULL)",
            RuleKind.NotRejected => $"({raw} IS NOT NULL)",
            RuleKind.NotMissing => $"({raw} IS NULL OR {raw}::VARCHAR IN ({Literals(rule.Values)}){SameValue(typed, columns[ordinal], rule.Values)})",
            RuleKind.Minimum => $"({typed} < {Bound(rule, type)})",
            RuleKind.Maximum => $"({typed} > {Bound(rule, type)})",
            RuleKind.ExclusiveMinimum => $"({typed} <= {Bound(rule, type)})",
            RuleKind.ExclusiveMaximum => $"({typed} >= {Bound(rule, type)})",
            RuleKind.MultipleOf => NotMultiple(typed, type, Bound(rule, type)),
            RuleKind.MinLength => $"(length({typed}) < {Number(rule)})",
            RuleKind.MaxLength => $"(length({typed}) > {Number(rule)})",
            RuleKind.Pattern => PatternSql.Broken(typed, rule.Argument!),
            RuleKind.Format => FormatSql.Broken(typed, rule.Argument!),
            RuleKind.OneOf => $"({typed}::VARCHAR NOT IN ({Literals(rule.Values)}))",
            _ => throw new InvalidOperationException($"no SQL for rule {rule.Kind}"),
        };
    }

    /// <summary>The place of a column among the source's columns.</summary>
    public int Ordinal(string field)
    {
        for (var i = 0; i < columns.Count; i++)
        {
            if (string.Equals(columns[i].Name, field, StringComparison.OrdinalIgnoreCase)) return i;
        }

        throw new InvalidOperationException($"rule about unknown column '{field}'");
    }

    private static string Bound(RecordRule rule, ColumnType type) => $"CAST({SqlText.Literal(rule.Argument!)} AS {DuckDbType.Of(type)})";

    private static string Number(RecordRule rule) => $"CAST({SqlText.Literal(rule.Argument!)} AS BIGINT)";

    private static string Literals(IEnumerable<string> values) => string.Join(", ", values.Select(SqlText.Literal));

    // A value is in the list however it is written: -999.0 is the number -999. A contract may also name NaN, which no text is read as.
    private string SameValue(string typed, Column column, IEnumerable<string> values)
    {
        if (column.Type.Kind is TypeKind.Text or TypeKind.List or TypeKind.Struct or TypeKind.Other) return "";
        var isFloat = column.Type.Kind is TypeKind.Float32 or TypeKind.Float64;
        var typedValues = values.Select(SqlText.Literal)
            .Select(text => isFloat ? $"TRY_CAST({text} AS {DuckDbType.Of(column.Type)})" : read(text, column));
        return $" OR {typed} IN ({string.Join(", ", typedValues)})";
    }

    // Binary fractions have no exact remainder: 0.3 % 0.1 is not 0. For floats alone a tolerance decides: what rounding may do to such a quotient.
    private static string NotMultiple(string typed, ColumnType type, string step)
    {
        if (type.Kind is not (TypeKind.Float32 or TypeKind.Float64)) return $"({typed} % {step} <> 0)";
        var rounding = type.Kind == TypeKind.Float32 ? "2e-7" : "1e-14";
        var quotient = $"(CAST({typed} AS DOUBLE) / CAST({step} AS DOUBLE))";
        return $"(abs({quotient} - round({quotient})) > least(0.25, {rounding} * greatest(1, abs({quotient}))))";
    }
}
