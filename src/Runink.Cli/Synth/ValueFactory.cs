using System.Globalization;
using System.Text;
using Runink.Pipelines.Diagnostics;
using Runink.Pipelines.Planning;
using Runink.Pipelines.Types;

namespace Runink.Cli.Synth;

/// <summary>Finds, for a column and its rules, values that meet them all.</summary>
internal static class ValueFactory
{
    private const int Samples = 64;
    private const int SerialDigits = 9;
    private static readonly DateTime FirstInstant = new(2025, 1, 1, 0, 0, 0, DateTimeKind.Utc);
    private static readonly TimeSpan UsualSpan = TimeSpan.FromDays(365);

    /// <summary>The values of a column; a <see cref="RuninkException"/> when none can be found.</summary>
    public static CellValue For(ColumnRules column)
    {
        if (column.Find(RuleKind.OneOf) is { } list && !column.TellsRowsApart)
        {
            return new ChoiceValue(list.Values,
                isBareJson: column.Column.Type.IsNumeric || column.Column.Type.Kind == TypeKind.Boolean);
        }

        return column.Column.Type.Kind switch
        {
            TypeKind.Text => Verified(TextFor(column), column),
            TypeKind.Boolean => new ChoiceValue(["true", "false"], isBareJson: true),
            TypeKind.Date or TypeKind.Time or TypeKind.Timestamp or TypeKind.TimestampTz => InstantFor(column),
            _ when column.Column.Type.IsNumeric => NumberFor(column),
            _ => throw Cannot(column, $"values of type {column.Column.Type}"),
        };
    }

    private static NumberValue NumberFor(ColumnRules column)
    {
        var range = NumberRange.Of(column) ?? throw Cannot(column, "a number within its bounds");
        return new NumberValue(range.First, range.Count, range.Unit, range.Decimals, column.TellsRowsApart);
    }

    private static CellValue TextFor(ColumnRules column)
    {
        if (column.Find(RuleKind.Pattern)?.Argument is { } pattern)
        {
            var texts = TextPatternParser.Parse(pattern);
            if (texts is null || texts.Longest > ByteWriter.CellBytesMax) throw Cannot(column, $"text for the pattern {pattern}");
            return new PatternValue(texts, column.TellsRowsApart);
        }

        if (column.Find(RuleKind.Format)?.Argument is { } format && FormatValue.Known.Contains(format))
        {
            return new FormatValue(format, column.TellsRowsApart);
        }

        return column.TellsRowsApart ? SerialFor(column) : WordsFor(column);
    }

    private static SerialValue SerialFor(ColumnRules column)
    {
        var (least, most) = Lengths(column);
        var prefix = most > SerialDigits ? column.Column.Name[..1].ToUpperInvariant() : "";
        return new SerialValue(prefix, Math
            .Clamp(least - prefix.Length, Math.Min(SerialDigits, most - prefix.Length), ByteWriter.CellBytesMax / 2));
    }

    private static ChoiceValue WordsFor(ColumnRules column)
    {
        var (least, most) = Lengths(column);
        var words = Vocabulary.For(column.Column.Name).Where(word => word.Length <= most).DefaultIfEmpty("x");
        return new ChoiceValue([.. words.Select(word => word.PadRight(least, '-')[..Math.Min(Math.Max(word.Length, least), most)])
            .Distinct()]);
    }

    private static (int Least, int Most) Lengths(ColumnRules column)
    {
        var least = (int)(column.Number(RuleKind.MinLength) ?? 0);
        var most = (int)Math.Min(column.Number(RuleKind.MaxLength) ?? int.MaxValue, ByteWriter.CellBytesMax / 4);
        return least <= most ? (least, most) : throw Cannot(column, "text of its length");
    }

    private static InstantValue InstantFor(ColumnRules column)
    {
        var kind = column.Column.Type.Kind;
        if (kind == TypeKind.Time) return new InstantValue(kind, DateTime.MinValue, (long)TimeSpan.FromDays(1).TotalSeconds);
        var low = Instant(column.Find(RuleKind.Minimum) ?? column.Find(RuleKind.ExclusiveMinimum));
        var high = Instant(column.Find(RuleKind.Maximum) ?? column.Find(RuleKind.ExclusiveMaximum));
        var first = low ?? (high is null ? FirstInstant : high.Value - UsualSpan);
        var last = high ?? first + UsualSpan;
        // A day or a second inside the bounds, so that it does not matter whether they are exclusive.
        var margin = kind == TypeKind.Date ? TimeSpan.FromDays(1) : TimeSpan.FromSeconds(1);
        if (low is not null) first += margin;
        return last > first
            ? new InstantValue(kind, first, (long)(last - first).TotalSeconds)
            : throw Cannot(column, "an instant within its bounds");
    }

    private static DateTime? Instant(RecordRule? bound) =>
        DateTime.TryParse(bound?.Argument, CultureInfo.InvariantCulture,
            DateTimeStyles.AdjustToUniversal | DateTimeStyles.AssumeUniversal, out var value)
            ? value
            : null;

    // Better to refuse than to make data that fails in a way nobody asked for.
    private static CellValue Verified(CellValue value, ColumnRules column)
    {
        var rules = new TextRules(column.Rules);
        var writer = new ByteWriter(Stream.Null);
        for (var row = 0; row < Samples; row++)
        {
            var start = writer.BeginCell();
            var random = SplitMix.Of(0, row, 0);
            value.Write(ref random, row, writer);
            var text = Encoding.UTF8.GetString(writer.Since(start));
            if (rules.Broken(text) is { } broken)
                throw Cannot(column, $"text that meets {broken.Name} {broken.Expected} (tried '{text}')");
        }

        return value;
    }

    private static RuninkException Cannot(ColumnRules column, string what) => CliErrors.Usage(
        $"synth cannot make {what} for column '{column.Column.Name}'",
        "simplify the column's rules, or make data for this contract by other means");
}
