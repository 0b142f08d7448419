using Runink.Pipelines.Contracts.Yaml;
using Runink.Pipelines.Types;

namespace Runink.Pipelines.Contracts.Reading;

/// <summary>Reads a property's <c>classification</c> (semantics section 6).</summary>
internal static class Classifications
{
    public static Classification Read(YamlFields fields, ContractContext context)
    {
        var word = fields.Text("classification")?.Trim();
        if (string.IsNullOrEmpty(word)) return Classification.Internal;
        foreach (var known in Enum.GetValues<Classification>())
        {
            if (string.Equals(known.ToString(), word, StringComparison.OrdinalIgnoreCase)) return known;
        }

        context.Found.Add(ContractErrors.UnknownClassification.Warning(
            $"the classification '{word}' is not known and counts as restricted", fields.ValueAt("classification")));
        return Classification.Restricted;
    }
}
