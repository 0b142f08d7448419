using System.Globalization;
using Runink.Pipelines.Contracts.Yaml;
using Runink.Pipelines.Planning;

namespace Runink.Pipelines.Contracts.Reading;

/// <summary>
/// Turns quality rules into record rules and dataset checks. What neither can express is reported as not enforced, never passed
/// over.
/// </summary>
internal sealed class QualityReader(ContractContext context, List<FoundRule> rules, List<CheckPlan> checks)
{
    /// <summary>Reads the quality rules of a property.</summary>
    public void OfProperty(string field, PropertyType type, YamlFields property)
    {
        foreach (var map in property.Mappings("quality"))
        {
            if (QualityRule.Read(map, $"property '{field}'", context) is not { } rule) continue;
            if (rule.Metric == "rowCount") Misplaced(rule, "counts the records of an object, not the values of a property");
            else if (!rule.IsPerRecord) AddCheck(rule, [field]);
            else
            {
                ReportSeverity(rule);
                rules.AddRange(RecordRules(field, type, rule));
            }
        }
    }

    /// <summary>Reads the quality rules of an object.</summary>
    public void OfObject(string name, YamlFields fields, IReadOnlyList<string> properties)
    {
        foreach (var map in fields.Mappings("quality"))
        {
            if (QualityRule.Read(map, $"object '{name}'", context) is not { } rule) continue;
            if (rule.Metric == "rowCount") AddCheck(rule, []);
            else if (rule.Metric != "duplicateValues")
                Misplaced(rule, "counts the values of a property, not the records of an object");
            else if (Key(rule, properties) is not { } key) continue;
            else if (!rule.IsPerRecord) AddCheck(rule, key);
            else
            {
                ReportSeverity(rule);
                rules.Add(FoundRule.Unique(key, rule.Name, rule.At));
            }
        }
    }

    private IEnumerable<FoundRule> RecordRules(string field, PropertyType type, QualityRule rule) => rule.Metric switch
    {
        "nullValues" => [FoundRule.Of(RuleKind.Required, field, rule.Name, "not null", rule.At)],
        "duplicateValues" => [FoundRule.Unique([field], rule.Name, rule.At)],
        "missingValues" => Missing(field, rule) is { } missing ? [missing] : [],
        _ => Invalid(field, type, rule),
    };

    private FoundRule? Missing(string field, QualityRule rule)
    {
        if (rule.Arguments is null || !rule.Arguments.Has("missingValues"))
        {
            Lacks(rule, "missingValues");
            return null;
        }

        var values = rule.Arguments.Scalars("missingValues").Where(value => !value.IsNull)
            .Select(value => value.Text).Distinct(StringComparer.Ordinal).ToList();
        if (values.Count == 0) return FoundRule.Of(RuleKind.Required, field, rule.Name, "not null", rule.At);
        var expected = $"not null and none of {ValueReader.Enumerate(values)}";
        var found = FoundRule.Of(RuleKind.NotMissing, field, rule.Name, expected, rule.At);
        return found with { Rule = found.Rule with { Values = [.. values] } };
    }

    private IEnumerable<FoundRule> Invalid(string field, PropertyType type, QualityRule rule)
    {
        // In v3.0 the valid values stand beside the rule, since v3.1 among its arguments.
        var source = rule.Arguments is { } arguments && arguments.Has("validValues") ? arguments : rule.Fields;
        var (values, pattern) = (source.Has("validValues"), rule.Arguments?.Map.Find("pattern"));
        if (!values && pattern is null) Lacks(rule, "validValues' or 'pattern");
        if (values && ValueReader.OneOf(field, type, source, rule.Name, context) is { } oneOf) yield return oneOf;
        if (pattern is null) yield break;
        var name = values ? $"{rule.Name}.pattern" : rule.Name;
        if (type.Logical != LogicalType.String)
            context.Found.Add(ContractErrors.DoesNotFit.Error(
                $"a pattern fits text only, and '{field}' is {type.Describe()}", pattern.Key.At));
        else if (pattern.Value is YamlScalar text && OptionReader.Pattern(field, name, text, context) is { } found)
            yield return found;
    }

    private void AddCheck(QualityRule rule, List<string> fields)
    {
        var what = fields.Count == 0 ? "records" : string.Join(", ", fields);
        var kind = rule.Metric switch
        {
            "rowCount" when !rule.Percent && rule.Operator.Interval is not null => CheckKind.RowCount,
            "nullValues" when rule.Operator.MeansNone(rule.Percent) => CheckKind.NotNull,
            "duplicateValues" when rule.Operator.MeansNone(rule.Percent) => CheckKind.Unique,
            _ => (CheckKind?)null,
        };
        if (kind is null)
        {
            context.NotEnforced($"'{rule.Operator.Key}' for {rule.Metric}{(rule.Percent ? " in percent" : "")} of {what}",
                rule.Operator.At);
            return;
        }

        var (minimum, maximum) = kind == CheckKind.RowCount ? rule.Operator.Interval!.Value : (null, null);
        if (maximum < ExactNumber.Zero || (minimum is { } least && maximum < least))
            context.Found.Add(ContractErrors.Impossible.Error(
                $"no number of records meets '{rule.Operator.Key}'", rule.Operator.At));
        checks.Add(new CheckPlan
        {
            Kind = kind.Value,
            Name = rule.Named ? rule.Name : Describe(kind.Value, what, minimum, maximum),
            At = rule.At,
            Fields = [.. fields],
            Minimum = minimum?.ToDouble(),
            Maximum = maximum?.ToDouble(),
            Severity = rule.Severity,
        });
    }

    private static string Describe(CheckKind kind, string what, ExactNumber? minimum, ExactNumber? maximum) => kind switch
    {
        CheckKind.NotNull => $"no null in {what}",
        CheckKind.Unique => $"{what} is unique",
        _ => string.Create(CultureInfo.InvariantCulture,
            $"row count between {minimum?.ToString() ?? "0"} and {maximum?.ToString() ?? "*"}"),
    };

    private List<string>? Key(QualityRule rule, IReadOnlyList<string> properties)
    {
        var given = rule.Arguments?.Scalars("properties") ?? [];
        if (given.Count == 0)
        {
            Lacks(rule, "properties");
            return null;
        }

        var key = new List<string>();
        foreach (var part in given)
        {
            if (properties.FirstOrDefault(name => string.Equals(name, part.Text, StringComparison.OrdinalIgnoreCase)) is { } name)
                key.Add(name);
            else context.Found.Add(ContractErrors.WrongValue.Error($"there is no property '{part.Text}'", part.At));
        }

        return key.Count == given.Count ? key : null;
    }

    private void ReportSeverity(QualityRule rule)
    {
        if (rule.Severity == CheckSeverity.Error) return;
        context.NotEnforced($"the severity of '{rule.Name}', which fails each record that breaks it,",
            rule.Fields.ValueAt("severity"));
    }

    private void Misplaced(QualityRule rule, string why) =>
        context.Found.Add(ContractErrors.DoesNotFit.Error($"the metric {rule.Metric} {why}", rule.At));

    private void Lacks(QualityRule rule, string argument) =>
        context.Found.Add(ContractErrors.MissingKey.Error(
            $"the metric {rule.Metric} lacks its argument '{argument}'", rule.At, "Add it under 'arguments'."));
}
