using System.Globalization;
using Runink.Pipelines.Planning;
using Runink.Pipelines.Types;

namespace Runink.Cli.Synth;

/// <summary>Derives, from what a contract demands, the ways in which a row can fail it.</summary>
internal static class MistakeFactory
{
    /// <summary>Every mistake that can be made, grouped by kind so that each kind is as likely as the others.</summary>
    public static IReadOnlyList<IReadOnlyList<Mistake>> For(IReadOnlyList<ColumnRules> columns, IReadOnlyList<RecordRule> rules)
    {
        var single = columns.SelectMany((column, index) => column.Rules.Select(rule => Of(column, rule, index)));
        var keys = rules.Where(rule => rule.Kind == RuleKind.Unique)
            .Select(rule => new Mistake("duplicate key", rule, IndexOf(rule.Fields[0], columns), null));
        return [.. single.OfType<Mistake>().Concat(keys).GroupBy(mistake => mistake.Kind)
            .Select(kind => (IReadOnlyList<Mistake>)[.. kind])];
    }

    private static Mistake? Of(ColumnRules column, RecordRule rule, int index)
    {
        var (kind, value) = rule.Kind switch
        {
            RuleKind.LogicalType => ("wrong type", WrongType(column.Column.Type)),
            RuleKind.Required => ("missing value", ""),
            RuleKind.NotMissing => ("missing value", rule.Values.FirstOrDefault("")),
            RuleKind.Minimum or RuleKind.ExclusiveMinimum => ("below minimum", Beyond(column, rule, -1)),
            RuleKind.Maximum or RuleKind.ExclusiveMaximum => ("above maximum", Beyond(column, rule, 1)),
            RuleKind.MultipleOf => ("not a multiple", Between(column, rule)),
            RuleKind.MinLength => ("too short", rule.Argument == "1" ? null : "x"),
            RuleKind.MaxLength => ("too long", TooLong(rule)),
            RuleKind.Pattern => ("pattern mismatch", Spoilt(rule, "?", "not this", "0", "~~")),
            RuleKind.Format => ("bad format", Spoilt(rule, "user at example", "not this")),
            RuleKind.OneOf => ("value not allowed", Spoilt(rule, column.Column.Type.IsNumeric ? "-987654" : "unheard-of", "?")),
            _ => ("", null),
        };
        if (value is null) return null;
        // The same wrong text twice in a key would break two rules.
        if (column.TellsRowsApart && column.Column.Type.Kind == TypeKind.Text && value.Length > 0)
            return Apart(kind, rule, index, value);
        var bare = column.Column.Type.IsNumeric && rule.Kind != RuleKind.LogicalType;
        return new Mistake(kind, rule, index, value.Length == 0 ? NullValue.Instance : new ChoiceValue([value], bare));
    }

    private static Mistake? Apart(string kind, RecordRule rule, int index, string value) =>
        new TextRules(rule).Broken($"{value}1") is null
            ? null
            : new Mistake(kind, rule, index, new SerialValue(value, digits: 1));

    private static string? WrongType(ColumnType type) => type.Kind switch
    {
        TypeKind.Text => null,
        TypeKind.Boolean => "maybe",
        TypeKind.Date => "2025-13-01",
        TypeKind.Time => "25:61:00",
        TypeKind.Timestamp => "2025-13-01T00:00:00",
        TypeKind.TimestampTz => "2025-13-01T00:00:00Z",
        _ => "n/a",
    };

    private static string? Beyond(ColumnRules column, RecordRule rule, int direction)
    {
        if (column.Column.Type.IsNumeric)
        {
            if (!decimal.TryParse(rule.Argument, NumberStyles.Float, CultureInfo.InvariantCulture, out var bound)) return null;
            var value = bound + (direction * (column.Number(RuleKind.MultipleOf) ?? 1));
            return value < 0 && column.Column.Type.Kind is >= TypeKind.UInt8 and <= TypeKind.UInt64
                ? null
                : value.ToString(CultureInfo.InvariantCulture);
        }

        return DateTime.TryParse(rule.Argument, CultureInfo.InvariantCulture,
            DateTimeStyles.AdjustToUniversal | DateTimeStyles.AssumeUniversal, out var instant)
            ? InstantText(column.Column.Type.Kind, instant.AddDays(direction))
            : null;
    }

    private static string? InstantText(TypeKind kind, DateTime instant) => kind switch
    {
        TypeKind.Date => instant.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        TypeKind.Timestamp => instant.ToString("yyyy-MM-ddTHH:mm:ss", CultureInfo.InvariantCulture),
        TypeKind.TimestampTz => instant.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture),
        _ => null,
    };

    // Half a unit above the lowest multiple; whole numbers have nothing between multiples of one.
    private static string? Between(ColumnRules column, RecordRule rule)
    {
        var unit = decimal.Parse(rule.Argument!, NumberStyles.Float, CultureInfo.InvariantCulture);
        if (NumberRange.Of(column) is not { } range) return null;
        var whole = column.Column.Type.Kind is >= TypeKind.Int8 and <= TypeKind.UInt64;
        if (whole && unit <= 1) return null;
        return ((range.First * unit) + (whole ? 1 : unit / 2)).ToString(CultureInfo.InvariantCulture);
    }

    private static string? TooLong(RecordRule rule)
    {
        var most = int.Parse(rule.Argument!, CultureInfo.InvariantCulture);
        return most < ByteWriter.CellBytesMax ? new string('x', most + 1) : null;
    }

    private static string? Spoilt(RecordRule rule, params string[] candidates)
    {
        var rules = new TextRules(rule);
        return candidates.FirstOrDefault(candidate => rules.Broken(candidate) is not null);
    }

    private static int IndexOf(string field, IReadOnlyList<ColumnRules> columns) =>
        columns.Select((column, index) => (column, index))
            .First(pair => string.Equals(pair.column.Column.Name, field, StringComparison.OrdinalIgnoreCase)).index;
}
