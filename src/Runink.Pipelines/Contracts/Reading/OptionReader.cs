using System.Globalization;
using Runink.Pipelines.Contracts.Yaml;
using Runink.Pipelines.Diagnostics;
using Runink.Pipelines.Planning;

namespace Runink.Pipelines.Contracts.Reading;

/// <summary>Turns <c>logicalTypeOptions</c> into record rules.</summary>
internal static class OptionReader
{
    // What the engine can check, and what says something about storage only.
    private static readonly string[] CheckedFormats =
        ["email", "uuid", "uri", "hostname", "ipv4", "ipv6", "byte", "date", "time", "date-time"];

    private static readonly string[] FormatsWithoutDemand = ["password", "binary"];

    /// <summary>The options of a property, or null when it has none.</summary>
    public static YamlFields? Options(YamlFields fields, string owner, ContractContext context) =>
        fields.Mapping("logicalTypeOptions") is { } map
            ? new YamlFields(map, $"the logicalTypeOptions of {owner}", ContractContext.Errors, context.Found)
            : null;

    /// <summary>Reports options that belong to another type, or to none.</summary>
    public static void RefuseMisfits(YamlFields? options, PropertyType type, string owner, ContractContext context)
    {
        if (options is null) return;
        var fitting = LogicalTypes.OptionsOf(type.Logical);
        foreach (var (key, _) in options.Map.Entries)
        {
            if (!LogicalTypes.AllOptions.Contains(key.Text) || fitting.Contains(key.Text)) continue;
            var name = type.Logical.ToString().ToLowerInvariant();
            context.Found.Add(ContractErrors.DoesNotFit.Error(
                $"the option '{key.Text}' does not fit {owner}, which is of logicalType {name}", key.At,
                fitting.Count == 0 ? $"{name} takes no options" : $"{name} takes {string.Join(", ", fitting)}"));
        }

        options.ReportUnknown(LogicalTypes.AllOptions, DiagnosticSeverity.Warning);
    }

    /// <summary>The rules that the options of a column ask for.</summary>
    public static IEnumerable<FoundRule> Rules(string field, PropertyType type, YamlFields options, ContractContext context)
    {
        switch (type.Logical)
        {
            case LogicalType.String:
                return Lengths(field, options, context).Concat(Texts(field, options, context));
            case LogicalType.Date or LogicalType.Time or LogicalType.Timestamp:
                return new BoundReader(field, type, options, context).Read();
            case LogicalType.Integer or LogicalType.Number:
                var reader = new BoundReader(field, type, options, context);
                return reader.ReadStep() is { } step ? [.. reader.Read(), step] : reader.Read();
            default:
                Counts(field, options, context);
                return [];
        }
    }

    /// <summary>The rule that a field matches a pattern; null when the pattern is wrong.</summary>
    public static FoundRule? Pattern(string field, string name, YamlScalar pattern, ContractContext context)
    {
        if (!PatternDialect.TryTranslate(pattern.Text, out var translation, out var error))
        {
            context.Found.Add(ContractErrors.InvalidPattern.Error(
                $"the pattern of '{field}' is wrong at character {error.Position + 1}: {error.Message}",
                Within(pattern, error.Position)));
            return null;
        }

        if (translation.Reason is { } reason)
            context.Found.Add(ContractErrors.PatternOutsideEngine.Warning(
                $"the pattern of '{field}' runs outside of the engine: {reason}", pattern.At));
        return FoundRule.Of(RuleKind.Pattern, field, name, $"matches {pattern.Text}", pattern.At, pattern.Text);
    }

    private static IEnumerable<FoundRule> Lengths(string field, YamlFields options, ContractContext context)
    {
        var (least, most) = (options.Count("minLength"), options.Count("maxLength"));
        if (least > most)
            context.Found.Add(ContractErrors.Impossible.Error(
                $"no text is at least {least} and at most {most} characters long", options.ValueAt("maxLength")));
        if (least > 0) yield return Length(RuleKind.MinLength, field, "minLength", "at least", least.Value, options);
        if (most is { } maximum) yield return Length(RuleKind.MaxLength, field, "maxLength", "at most", maximum, options);
    }

    private static FoundRule Length(RuleKind kind, string field, string key, string words, int length, YamlFields options) =>
        FoundRule.Of(kind, field, key, $"{words} {length} character{(length == 1 ? "" : "s")}", options.ValueAt(key),
            length.ToString(CultureInfo.InvariantCulture));

    private static IEnumerable<FoundRule> Texts(string field, YamlFields options, ContractContext context)
    {
        if (options.Text("pattern") is not null && options.Map.Find("pattern")!.Value is YamlScalar pattern
            && Pattern(field, "pattern", pattern, context) is { } rule)
        {
            yield return rule;
        }

        if (options.Text("format") is not { } format) yield break;
        if (CheckedFormats.Contains(format, StringComparer.Ordinal))
        {
            var at = options.ValueAt("format");
            yield return FoundRule.Of(RuleKind.Format, field, "format", $"has the format {format}", at, format);
        }
        else if (!FormatsWithoutDemand.Contains(format, StringComparer.Ordinal))
            context.NotEnforced($"the format '{format}' of '{field}'", options.ValueAt("format"));
    }

    private static void Counts(string field, YamlFields options, ContractContext context)
    {
        foreach (var key in (string[])["minItems", "maxItems", "minProperties", "maxProperties"])
        {
            var count = options.Count(key);
            if (count > 0 || (count == 0 && key.StartsWith("max", StringComparison.Ordinal)))
                context.NotEnforced($"{key} of '{field}'", options.KeyAt(key));
        }

        if (options.Flag("uniqueItems")) context.NotEnforced($"uniqueItems of '{field}'", options.KeyAt("uniqueItems"));
        if (options.List("required").Count > 0)
            context.NotEnforced($"what is required inside of '{field}'", options.KeyAt("required"));
    }

    // Only where the text stands in the file as it is meant can a place inside of it be shown.
    private static SourceSpan Within(YamlScalar scalar, int position)
    {
        var quotes = scalar.Quoted ? 1 : 0;
        return scalar.At.Length == scalar.Text.Length + (2 * quotes)
            ? scalar.At with { Column = scalar.At.Column + quotes + position, Length = 1 }
            : scalar.At;
    }
}
