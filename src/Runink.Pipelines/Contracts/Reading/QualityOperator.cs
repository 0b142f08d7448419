using Runink.Pipelines.Contracts.Yaml;
using Runink.Pipelines.Diagnostics;

namespace Runink.Pipelines.Contracts.Reading;

/// <summary>The comparison of a quality rule.</summary>
/// <param name="Key">The operator's key.</param>
/// <param name="Value">The number compared with; for a range, its lower end.</param>
/// <param name="Upper">The upper end of a range.</param>
/// <param name="At">Where the key stands.</param>
internal sealed record QualityOperator(string Key, ExactNumber Value, ExactNumber Upper, SourceSpan At)
{
    /// <summary>Whether it says exactly <c>mustBe: 0</c>.</summary>
    public bool IsMustBeZero => Key == "mustBe" && Value.IsZero;

    /// <summary>The whole numbers it allows, from 0; null when they are not one interval.</summary>
    public (ExactNumber? Minimum, ExactNumber? Maximum)? Interval => Key switch
    {
        "mustBe" or "mustBeBetween" => (Value.Ceiling(0), Upper.Floor(0)),
        "mustBeGreaterThan" => (Value.Floor(0) + One, null),
        "mustBeGreaterOrEqualTo" => (Value.Ceiling(0), null),
        "mustBeLessThan" => (null, Value.Ceiling(0) + -One),
        "mustBeLessOrEqualTo" => (null, Value.Floor(0)),
        "mustNotBe" when Value.IsZero => (One, null),
        _ => null,
    };

    /// <summary>Whether only a count of 0 is allowed. A part of a percent may be many.</summary>
    public bool MeansNone(bool inPercent) => Interval is { Maximum: { } maximum } && !(maximum > ExactNumber.Zero) && (!inPercent || Upper.IsZero);

    private static ExactNumber One => new(1, 0);

    /// <summary>Reads the one operator of a rule; null, reported, when there is none, several, or its value is wrong.</summary>
    public static QualityOperator? Read(YamlFields rule, string owner, ContractContext context)
    {
        var given = rule.Map.Entries.Where(entry => KnownKeys.QualityOperators.Contains(entry.Key.Text)).ToList();
        if (given.Count == 0)
        {
            context.Found.Add(ContractErrors.MissingKey.Error(
                $"{owner} has no operator", rule.Map.At, "Add one, for example 'mustBe: 0'."));
            return null;
        }

        if (given.Count > 1)
        {
            context.Found.Add(ContractErrors.WrongValue.Error(
                $"{owner} has more than one operator", given[1].Key.At, "Write one rule for each."));
            return null;
        }

        var (key, value) = given[0];
        if (key.Text.EndsWith("Between", StringComparison.Ordinal)) return Range(key, value, context);
        if (Number(value) is { } number) return new QualityOperator(key.Text, number, number, key.At);
        context.Found.Add(ContractErrors.WrongValue.Error($"'{key.Text}' takes a number", value.At));
        return null;
    }

    private static QualityOperator? Range(YamlScalar key, YamlNode value, ContractContext context)
    {
        if (value is YamlList { Items: [var first, var second] } && Number(first) is { } from && Number(second) is { } to
            && !(from > to))
            return new QualityOperator(key.Text, from, to, key.At);
        context.Found.Add(ContractErrors.WrongValue.Error(
            $"'{key.Text}' takes a list of two numbers, the smaller one first", value.At));
        return null;
    }

    private static ExactNumber? Number(YamlNode node) =>
        node is YamlScalar { Quoted: false } scalar ? ExactNumber.Parse(scalar.Text) : null;
}
