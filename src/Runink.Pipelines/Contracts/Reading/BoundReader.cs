using Runink.Pipelines.Contracts.Yaml;
using Runink.Pipelines.Planning;

namespace Runink.Pipelines.Contracts.Reading;

/// <summary>
/// Reads the bounds of numbers, dates and times. A bound between two values of the column's type moves to the neighbour that
/// means the same, so that it casts to the type without loss; one that nothing or everything meets is reported.
/// </summary>
internal sealed class BoundReader(string field, PropertyType property, YamlFields options, ContractContext context)
{
    private static readonly (string Key, RuleKind Kind)[] Keys =
    [
        ("minimum", RuleKind.Minimum), ("exclusiveMinimum", RuleKind.ExclusiveMinimum),
        ("maximum", RuleKind.Maximum), ("exclusiveMaximum", RuleKind.ExclusiveMaximum),
    ];

    private readonly TypeRange _range = TypeRange.Of(property.Type);

    /// <summary>The rules of the four bounds.</summary>
    public IReadOnlyList<FoundRule> Read()
    {
        var bounds = new List<(string Key, Bound Bound)>();
        foreach (var (key, kind) in Keys)
        {
            if (ReadOne(key, kind) is { } bound) bounds.Add((key, bound));
        }

        RefuseContradiction([.. bounds.Select(found => found.Bound)]);
        return [.. bounds.Where(found => HasEffect(found.Bound)).Select(found => Rule(found.Key, found.Bound))];
    }

    /// <summary>The rule of <c>multipleOf</c>, if there is one.</summary>
    public FoundRule? ReadStep()
    {
        if (options.Text("multipleOf") is not { } text) return null;
        var at = options.ValueAt("multipleOf");
        if (Number("multipleOf") is not { } step) return null;
        if (!(step > ExactNumber.Zero))
        {
            context.Found.Add(ContractErrors.Impossible.Error($"multipleOf of '{field}' must be greater than 0, not {text}", at));
            return null;
        }

        if (_range.Step is { } unit) step = step.StepAt(unit.Scale);
        if (_range.Highest is not { } highest || !(step > highest))
            return FoundRule.Of(RuleKind.MultipleOf, field, "multipleOf", $"a multiple of {text}", at,
                step.Shortest().ToString());
        context.Found.Add(ContractErrors.Impossible.Error($"no {property.Type} but 0 is a multiple of {text}", at));
        return null;
    }

    private FoundRule Rule(string key, Bound bound) =>
        FoundRule.Of(bound.Kind, field, key, bound.Expected, bound.At, bound.Argument);

    private Bound? ReadOne(string key, RuleKind kind)
    {
        if (options.Text(key) is not { } text) return null;
        var at = options.ValueAt(key);
        if (property.Logical is LogicalType.Integer or LogicalType.Number)
            return Number(key) is { } number ? Numeric(kind, number, text, at) : null;
        if (TemporalBound.Read(text, property, out var error) is { } value)
            return new Bound(kind, value.Order, value.Text, text, at);
        context.Found.Add(ContractErrors.WrongValue.Error($"the {key} '{text}' of '{field}' cannot be used: {error}", at));
        return null;
    }

    private Bound Numeric(RuleKind kind, ExactNumber number, string text, Diagnostics.SourceSpan at)
    {
        if (_range.Step is { } step)
        {
            var up = kind is RuleKind.Minimum or RuleKind.ExclusiveMaximum;
            number = up ? number.Ceiling(step.Scale) : number.Floor(step.Scale);
        }

        return new Bound(kind, number, number.Shortest().ToString(), text, at);
    }

    private ExactNumber? Number(string key)
    {
        var scalar = options.Map.Find(key)?.Value as YamlScalar;
        if (scalar is { Quoted: false } && ExactNumber.Parse(scalar.Text) is { } number) return number;
        context.Found.Add(ContractErrors.WrongValue.Error($"the '{key}' of '{field}' must be a number", options.ValueAt(key)));
        return null;
    }

    private void RefuseContradiction(List<Bound> bounds)
    {
        foreach (var lower in bounds.Where(bound => bound.IsLower))
        {
            foreach (var upper in bounds.Where(bound => !bound.IsLower))
            {
                var (least, most) = (lower.Innermost(_range.Step), upper.Innermost(_range.Step));
                var touching = !(least < most) && !(least > most);
                if (!(least > most) && !(touching && _range.Step is null && (lower.IsExclusive || upper.IsExclusive))) continue;
                context.Found.Add(ContractErrors.Impossible.Error(
                    $"no value of '{field}' can be {lower.Expected} and {upper.Expected}", upper.At));
                return;
            }
        }

        foreach (var bound in bounds.Where(IsOutOfReach))
            context.Found.Add(ContractErrors.Impossible.Error($"no {property.Type} is {bound.Expected}", bound.At));
    }

    private bool IsOutOfReach(Bound bound) => bound.IsLower
        ? _range.Highest is { } highest && bound.Innermost(_range.Step) > highest
        : _range.Lowest is { } lowest && bound.Innermost(_range.Step) < lowest;

    private bool HasEffect(Bound bound)
    {
        var beyond = bound.IsLower
            ? _range.Lowest is { } lowest && bound.Order < lowest
            : _range.Highest is { } highest && bound.Order > highest;
        if (beyond) context.Found.Add(ContractErrors.NoEffect.Warning($"every {property.Type} is {bound.Expected}", bound.At));
        return !beyond;
    }
}
