using Runink.Pipelines.Contracts.Yaml;
using Runink.Pipelines.Diagnostics;
using Runink.Pipelines.Planning;

namespace Runink.Pipelines.Contracts.Reading;

/// <summary>A quality rule of the library, read but not yet judged.</summary>
/// <param name="Metric">What is counted.</param>
/// <param name="Name">Its name, or the metric when it has none.</param>
/// <param name="Named">Whether it has a name of its own.</param>
/// <param name="Operator">What the count is compared with.</param>
/// <param name="Percent">Whether the count is a share of all records.</param>
/// <param name="Severity">What a broken check does.</param>
/// <param name="Fields">The whole rule.</param>
/// <param name="Arguments">The metric's arguments, or null.</param>
internal sealed record QualityRule(
    string Metric,
    string Name,
    bool Named,
    QualityOperator Operator,
    bool Percent,
    CheckSeverity Severity,
    YamlFields Fields,
    YamlFields? Arguments)
{
    private static readonly string[] Types = ["library", "text", "sql", "custom"];
    private static readonly string[] Metrics = ["nullValues", "missingValues", "invalidValues", "duplicateValues", "rowCount"];

    // The names that v3.0 gave in 'rule' to what v3.1 calls a metric.
    private static readonly Dictionary<string, string> FormerNames = new(StringComparer.Ordinal)
    {
        ["nullCheck"] = "nullValues",
        ["duplicateCount"] = "duplicateValues",
        ["validValues"] = "invalidValues",
    };

    /// <summary>Where the rule stands.</summary>
    public SourceSpan At => Fields.Map.At;

    /// <summary>Whether every record is judged by it alone (semantics section 3).</summary>
    public bool IsPerRecord => Operator.IsMustBeZero && !Percent && Metric != "rowCount";

    /// <summary>
    /// Reads one entry of <c>quality</c>; null when there is nothing to enforce or a mistake, which is reported.
    /// </summary>
    public static QualityRule? Read(YamlMap map, string owner, ContractContext context)
    {
        var fields = context.Fields(map, $"a quality rule of {owner}", KnownKeys.Quality);
        var type = fields.Text("type") ?? "library";
        if (!Types.Contains(type, StringComparer.Ordinal))
        {
            context.Found.Add(ContractErrors.WrongValue.Error(
                $"the quality type '{type}' is not known", fields.ValueAt("type"), Nearest(type, Types)));
            return null;
        }

        if (type is "sql" or "custom") context.NotEnforced($"a quality rule of type {type} of {owner}", map.At);
        if (type != "library" || Known(fields, owner, context) is not { } metric) return null;
        var comparison = QualityOperator.Read(fields, $"the quality rule '{metric}' of {owner}", context);
        var severity = ReadSeverity(fields, context);
        if (comparison is null || ReadUnit(fields, context) is not { } percent) return null;
        var arguments = fields.Mapping("arguments") is { } given
            ? context.Fields(given, $"the arguments of '{metric}'", KnownKeys.QualityArguments)
            : null;
        var name = fields.Text("name");
        return new QualityRule(metric, name ?? metric, name is not null, comparison, percent, severity, fields, arguments);
    }

    private static string? Known(YamlFields fields, string owner, ContractContext context)
    {
        var key = fields.Has("metric") ? "metric" : "rule";
        if (fields.Text(key) is not { } metric)
        {
            context.Found.Add(ContractErrors.MissingKey.Error($"a quality rule of {owner} has no 'metric'", fields.Map.At,
                $"Use one of {string.Join(", ", Metrics)}; for a description only, 'type: text'."));
            return null;
        }

        metric = FormerNames.GetValueOrDefault(metric, metric);
        if (Metrics.Contains(metric, StringComparer.Ordinal)) return metric;
        if (key == "rule") context.NotEnforced($"the quality rule '{metric}' of {owner}", fields.ValueAt(key));
        else
        {
            context.Found.Add(ContractErrors.WrongValue.Error(
                $"the metric '{metric}' is not known", fields.ValueAt(key), Nearest(metric, Metrics)));
        }

        return null;
    }

    private static bool? ReadUnit(YamlFields fields, ContractContext context)
    {
        var unit = fields.Text("unit") ?? "rows";
        if (unit is "rows" or "percent") return unit == "percent";
        context.NotEnforced($"a quality rule with the unit '{unit}'", fields.ValueAt("unit"));
        return null;
    }

    private static CheckSeverity ReadSeverity(YamlFields fields, ContractContext context)
    {
        switch (fields.Text("severity")?.ToLowerInvariant())
        {
            case null or "error" or "critical" or "fatal" or "blocker" or "high" or "major":
                return CheckSeverity.Error;
            case "warning" or "warn" or "info" or "information" or "low" or "minor" or "medium":
                return CheckSeverity.Warn;
            case var other:
                context.Found.Add(ContractErrors.UnknownSeverity.Warning(
                    $"the severity '{other}' is not known and counts as error", fields.ValueAt("severity")));
                return CheckSeverity.Error;
        }
    }

    private static string Nearest(string word, string[] known) =>
        Suggestions.DidYouMean(word, known) ?? $"use one of {string.Join(", ", known)}";
}
