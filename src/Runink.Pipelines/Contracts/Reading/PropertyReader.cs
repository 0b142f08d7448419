using Runink.Pipelines.Contracts.Yaml;
using Runink.Pipelines.Planning;
using Runink.Pipelines.Types;

namespace Runink.Pipelines.Contracts.Reading;

/// <summary>A property of an object, understood.</summary>
/// <param name="Column">The column that it describes.</param>
/// <param name="KeyPosition">Its place in the primary key, or null when it is no part of it; 0 when no place is given.</param>
/// <param name="Unique">Whether it must be unique by itself.</param>
/// <param name="Fields">Its entry in the contract.</param>
internal sealed record Property(Column Column, int? KeyPosition, bool Unique, YamlFields Fields);

/// <summary>Reads the properties of an object and gathers what they demand.</summary>
internal sealed class PropertyReader(ContractContext context, List<FoundRule> rules, List<CheckPlan> checks)
{
    private readonly TypeReader _types = new(context);

    /// <summary>Reads one property; null when it has no name or there are too many, which is reported.</summary>
    public Property? Read(YamlMap map, string owner)
    {
        if (!context.TakeProperty(map.At)) return null;
        var unnamed = context.Fields(map, $"a property of {owner}", KnownKeys.Property);
        if (unnamed.RequiredText("name") is not { } name) return null;
        var fields = new YamlFields(map, $"property '{name}'", ContractContext.Errors, context.Found);
        var options = OptionReader.Options(fields, $"'{name}'", context);
        var type = _types.Read(fields, options, $"property '{name}'");
        OptionReader.RefuseMisfits(options, type, $"property '{name}'", context);
        var position = KeyPosition(fields);
        AddRules(name, type, fields, options, required: fields.Flag("required") || position is not null);
        if (fields.Text("physicalName") is { } physical && !string.Equals(physical, name, StringComparison.OrdinalIgnoreCase))
            context.NotEnforced($"the physicalName '{physical}' of '{name}', whose column must be called '{name}',",
                fields.ValueAt("physicalName"));
        return new Property(new Column(name, type.Type, Classify(fields, type)), position, fields.Flag("unique"), fields);
    }

    private void AddRules(string name, PropertyType type, YamlFields fields, YamlFields? options, bool required)
    {
        if (type.Type.Kind != TypeKind.Text) rules.Add(LogicalTypeRule(name, type, fields));
        if (required)
            rules.Add(FoundRule.Of(RuleKind.Required, name, "required", "not null",
                fields.KeyAt(fields.Flag("required") ? "required" : "primaryKey")));
        if (options is not null) rules.AddRange(OptionReader.Rules(name, type, options, context));
        new QualityReader(context, rules, checks).OfProperty(name, type, fields);
    }

    private static FoundRule LogicalTypeRule(string name, PropertyType type, YamlFields fields)
    {
        var found = FoundRule.Of(RuleKind.LogicalType, name, "logicalType", type.Describe(), fields.KeyAt("logicalType"),
            type.Format?.Strptime);
        return found with { Rule = found.Rule with { TimeZone = type.ZoneName } };
    }

    private Classification Classify(YamlFields fields, PropertyType type)
    {
        var own = Classifications.Read(fields, context);
        return type.Inside > own ? type.Inside : own;
    }

    private static int? KeyPosition(YamlFields fields)
    {
        if (!fields.Flag("primaryKey")) return null;
        return fields.Text("primaryKeyPosition") is null or "-1" ? 0 : fields.Count("primaryKeyPosition") ?? 0;
    }
}
