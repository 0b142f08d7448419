using System.Globalization;
using Runink.Pipelines.Contracts.Yaml;
using Runink.Pipelines.Planning;
using Runink.Pipelines.Types;

namespace Runink.Pipelines.Contracts.Reading;

/// <summary>Reads lists of values, each written the way the column's type prints it.</summary>
internal static class ValueReader
{
    private const int MostShown = 10;

    /// <summary>
    /// The rule that a field holds one of <c>validValues</c>; null when a value is wrong. A null among them changes nothing.
    /// </summary>
    public static FoundRule? OneOf(string field, PropertyType type, YamlFields source, string name, ContractContext context)
    {
        var (values, shown, wrong) = (new List<string>(), new List<string>(), false);
        foreach (var scalar in source.Scalars("validValues").Where(scalar => !scalar.IsNull))
        {
            if (Canonical(scalar.Text, type) is not { } value)
            {
                context.Found.Add(ContractErrors.WrongValue.Error(
                    $"the valid value '{scalar.Text}' of '{field}' is not {type.Describe()}", scalar.At));
                wrong = true;
            }
            else if (!values.Contains(value, StringComparer.Ordinal))
            {
                values.Add(value);
                shown.Add(scalar.Text);
            }
        }

        if (values.Count == 0 && !wrong)
            context.Found.Add(ContractErrors.Impossible.Error($"'{field}' has no valid value", source.ValueAt("validValues")));
        if (values.Count == 0 || wrong) return null;
        var rule = FoundRule.Of(RuleKind.OneOf, field, name, $"one of {Enumerate(shown)}", source.KeyAt("validValues"));
        return rule with { Rule = rule.Rule with { Values = [.. values] } };
    }

    /// <summary>Some values, for people: the first ten, and how many there are.</summary>
    public static string Enumerate(IReadOnlyList<string> values)
    {
        var first = string.Join(", ", values.Take(MostShown).Select(value => value.Trim().Length == 0 ? $"'{value}'" : value));
        return values.Count > MostShown ? $"{first}, … ({values.Count} in all)" : first;
    }

    private static string? Canonical(string text, PropertyType type)
    {
        switch (type.Type.Kind)
        {
            case TypeKind.Text:
                return text;
            case TypeKind.Boolean:
                return text.ToLowerInvariant() is "true" or "false" ? text.ToLowerInvariant() : null;
            case TypeKind.Date or TypeKind.Time or TypeKind.Timestamp or TypeKind.TimestampTz:
                return TemporalBound.Read(text, type, out _)?.Text;
            case TypeKind.Float32 or TypeKind.Float64:
                var number = ExactNumber.Parse(text)?.ToDouble() ?? double.NaN;
                return double.IsFinite(number) ? Print(number, type.Type) : null;
            case >= TypeKind.Int8 and <= TypeKind.Decimal:
                var exact = ExactNumber.Parse(text);
                return exact is { } fitting && Fits(fitting, type.Type) ? fitting.Floor(type.Type.Scale).ToString() : null;
            default:
                return null;
        }
    }

    private static bool Fits(ExactNumber number, ColumnType type)
    {
        var range = TypeRange.Of(type);
        return number.Scale <= type.Scale && !(number < range.Lowest!.Value) && !(number > range.Highest!.Value);
    }

    // The engine prints the shortest digits too, but plain ones up to 10^16 and a point in every whole number.
    private static string Print(double number, ColumnType type)
    {
        var shortest = type.Kind == TypeKind.Float32
            ? ((float)number).ToString("R", CultureInfo.InvariantCulture)
            : number.ToString("R", CultureInfo.InvariantCulture);
        var isPlain = Math.Abs(number) is 0 or (>= 1e-4 and < 1e16);
        var text = isPlain ? ExactNumber.Parse(shortest)!.Value.ToString() : shortest.ToLowerInvariant();
        return text.AsSpan().ContainsAny('.', 'e') ? text : text + ".0";
    }
}
