using System.Globalization;
using Runink.Pipelines.Planning;
using Runink.Pipelines.Types;

namespace Runink.Cli.Synth;

/// <summary>A column and everything that the contract demands of it.</summary>
/// <param name="Column">The column.</param>
/// <param name="Rules">Rules about this column alone, and keys that it is the only column of.</param>
/// <param name="TellsRowsApart">Whether its values must differ from row to row.</param>
internal sealed record ColumnRules(Column Column, IReadOnlyList<RecordRule> Rules, bool TellsRowsApart)
{
    /// <summary>Whether a null is allowed.</summary>
    public bool MayBeNull => !TellsRowsApart && !Rules.Any(rule => rule.Kind is RuleKind.Required or RuleKind.NotMissing);

    /// <summary>The rule of a kind, or null.</summary>
    public RecordRule? Find(RuleKind kind) => Rules.FirstOrDefault(rule => rule.Kind == kind);

    /// <summary>The number that a rule of a kind names, or null.</summary>
    public decimal? Number(RuleKind kind) =>
        decimal.TryParse(Find(kind)?.Argument, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) ? value : null;

    /// <summary>
    /// Sorts rules by column. Of a key of several columns the first that can hold many values tells the rows apart.
    /// </summary>
    public static IReadOnlyList<ColumnRules> Of(IReadOnlyList<Column> columns, IReadOnlyList<RecordRule> rules)
    {
        var apart = rules.Where(rule => rule.Kind == RuleKind.Unique).Select(rule => Teller(rule, columns, rules))
            .ToHashSet(StringComparer.OrdinalIgnoreCase);
        return
        [
            .. columns.Select(column => new ColumnRules(
                column,
                [.. rules.Where(rule => rule.Fields.Count == 1 && Same(rule.Fields[0], column.Name))],
                apart.Contains(column.Name))),
        ];
    }

    private static string Teller(RecordRule key, IReadOnlyList<Column> columns, IReadOnlyList<RecordRule> rules) =>
        key.Fields.FirstOrDefault(field =>
            columns.Any(column => Same(column.Name, field) && (column.Type.Kind == TypeKind.Text || column.Type.IsNumeric))
            && !rules.Any(rule => rule.Kind == RuleKind.OneOf && Same(rule.Fields[0], field))) ?? key.Fields[0];

    private static bool Same(string a, string b) => string.Equals(a, b, StringComparison.OrdinalIgnoreCase);
}
