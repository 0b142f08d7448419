using Runink.Pipelines.Contracts.Yaml;
using Runink.Pipelines.Planning;

namespace Runink.Pipelines.Contracts.Reading;

/// <summary>Reads one object of a contract's schema.</summary>
internal static class ObjectReader
{
    /// <summary>The object; null when it has no name, which is reported.</summary>
    public static ContractObject? Read(YamlMap map, ContractContext context)
    {
        var unnamed = context.Fields(map, "an object of the schema", KnownKeys.SchemaObject);
        if (unnamed.RequiredText("name") is not { } name) return null;
        var fields = new YamlFields(map, $"object '{name}'", ContractContext.Errors, context.Found);
        if (fields.Text("logicalType") is { } type && type != "object")
            context.Found.Add(ContractErrors.UnknownType.Error(
                $"the logicalType of object '{name}' must be object", fields.ValueAt("logicalType")));

        var (rules, checks) = (new List<FoundRule>(), new List<CheckPlan>());
        var properties = Properties(name, fields, new PropertyReader(context, rules, checks), context);
        AddKeys(properties, rules);
        var columns = properties.Select(property => property.Column).ToList();
        new QualityReader(context, rules, checks).OfObject(name, fields, [.. columns.Select(column => column.Name)]);
        RefuseDuplicateRules(rules, context);
        var at = fields.ValueAt("name");
        return new ContractObject(name, [.. columns], [.. rules.Select(found => found.Rule)], [.. checks], at);
    }

    private static List<Property> Properties(string owner, YamlFields fields, PropertyReader reader, ContractContext context)
    {
        var properties = new List<Property>();
        var names = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var map in fields.Mappings("properties"))
        {
            if (reader.Read(map, $"object '{owner}'") is not { } property) continue;
            if (names.Add(property.Column.Name)) properties.Add(property);
            else
                context.Found.Add(ContractErrors.DuplicateName.Error(
                    $"object '{owner}' has two properties '{property.Column.Name}'", property.Fields.ValueAt("name")));
        }

        return properties;
    }

    private static void AddKeys(List<Property> properties, List<FoundRule> rules)
    {
        var key = properties.Where(property => property.KeyPosition is not null)
            .OrderBy(property => property.KeyPosition).ToList();
        foreach (var property in properties.Where(property => property.Unique))
        {
            // A primary key of this one column says the same.
            if (key is [var only] && only == property) continue;
            rules.Add(FoundRule.Unique([property.Column.Name], "unique", property.Fields.KeyAt("unique")));
        }

        if (key.Count > 0)
        {
            var names = key.Select(property => property.Column.Name);
            rules.Add(FoundRule.Unique([.. names], "primaryKey", key[0].Fields.KeyAt("primaryKey")));
        }
    }

    private static void RefuseDuplicateRules(List<FoundRule> rules, ContractContext context)
    {
        var ids = new HashSet<string>(StringComparer.Ordinal);
        foreach (var found in rules.Where(found => !ids.Add(found.Rule.Id)))
        {
            context.Found.Add(ContractErrors.DuplicateName.Error(
                $"'{found.Rule.Field}' has two rules named '{found.Rule.Name}'", found.At,
                "Give each of the quality rules a 'name' of its own."));
        }
    }
}
