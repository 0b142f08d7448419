using Runink.Pipelines.Contracts.Yaml;
using Runink.Pipelines.Diagnostics;

namespace Runink.Pipelines.Contracts.Reading;

/// <summary>What the readers of one contract share: where findings go, and how much may still be read.</summary>
internal sealed class ContractContext
{
    private const int MaximumProperties = 10_000;

    /// <summary>How wrong fields of a contract are reported.</summary>
    public static readonly FieldErrors Errors =
        new(ContractErrors.WrongValue, ContractErrors.MissingKey, ContractErrors.UnknownKey);

    private int _properties;

    /// <summary>Everything found so far.</summary>
    public List<Diagnostic> Found { get; } = [];

    /// <summary>Access to a mapping; keys that are not known become warnings.</summary>
    public YamlFields Fields(YamlMap map, string owner, IReadOnlyCollection<string> known)
    {
        var fields = new YamlFields(map, owner, Errors, Found);
        fields.ReportUnknown(known, DiagnosticSeverity.Warning);
        return fields;
    }

    /// <summary>
    /// Counts a property; false, reported once, when there are too many. Aliases can make a small file stand for a huge tree.
    /// </summary>
    public bool TakeProperty(SourceSpan at)
    {
        if (++_properties == MaximumProperties + 1)
            Found.Add(ContractErrors.TooLarge.Error($"the contract has more than {MaximumProperties} properties", at));
        return _properties <= MaximumProperties;
    }

    /// <summary>Says that a part of the contract has no consequence.</summary>
    public void NotEnforced(string what, SourceSpan at) =>
        Found.Add(ContractErrors.NotEnforced.Warning($"{what} is not enforced in this version", at));
}
