using System.Globalization;
using Runink.Pipelines.Diagnostics;

namespace Runink.Pipelines.Contracts.Yaml;

/// <summary>The kinds of error that reading fields may report; each kind of file has its own.</summary>
/// <param name="Shape">A value is not of the kind that its key takes.</param>
/// <param name="Missing">A key that must be there is not.</param>
/// <param name="UnknownKey">A key that nothing reads.</param>
internal sealed record FieldErrors(ErrorDefinition Shape, ErrorDefinition Missing, ErrorDefinition UnknownKey);

/// <summary>Typed access to the values of a mapping; what is not as expected is reported and read as absent.</summary>
/// <param name="map">The mapping.</param>
/// <param name="owner">What the mapping describes, for messages: <c>property 'price'</c>.</param>
/// <param name="errors">How to report.</param>
/// <param name="found">Where reports go.</param>
internal sealed class YamlFields(YamlMap map, string owner, FieldErrors errors, ICollection<Diagnostic> found)
{
    public YamlMap Map => map;

    /// <summary>Where a key stands, or the mapping when it is absent.</summary>
    public SourceSpan KeyAt(string key) => map.Find(key)?.Key.At ?? map.At;

    /// <summary>Where a key's value stands, or the mapping when it is absent.</summary>
    public SourceSpan ValueAt(string key) => map.Find(key)?.Value.At ?? map.At;

    public bool Has(string key) => map.Find(key) is not null;

    public string? Text(string key) => Scalar(key, "text")?.Text;

    /// <summary>The text of a key that must be there; a missing or empty one is reported.</summary>
    public string? RequiredText(string key)
    {
        if (map.Find(key) is null)
        {
            found.Add(errors.Missing.Error($"{owner} has no '{key}'", map.At));
            return null;
        }

        var text = Text(key);
        if (text is null || text.Trim().Length > 0) return text;
        found.Add(errors.Missing.Error($"the '{key}' of {owner} is empty", ValueAt(key)));
        return null;
    }

    public bool Flag(string key)
    {
        if (Scalar(key, "true or false") is not { } scalar) return false;
        if (scalar.Flag is { } flag) return flag;
        Report(key, "true or false", scalar);
        return false;
    }

    public int? Count(string key)
    {
        if (Scalar(key, "a whole number, 0 or more") is not { } scalar) return null;
        if (!scalar.Quoted && int.TryParse(scalar.Text, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
            return number;
        Report(key, "a whole number, 0 or more", scalar);
        return null;
    }

    public YamlMap? Mapping(string key) => Value<YamlMap>(key, "a mapping of keys to values");

    public IReadOnlyList<YamlNode> List(string key) => Value<YamlList>(key, "a list")?.Items ?? [];

    /// <summary>The mappings of a list; items that are something else are reported and left out.</summary>
    public IEnumerable<YamlMap> Mappings(string key)
    {
        foreach (var item in List(key))
        {
            if (item is YamlMap entry) yield return entry;
            else Report(key, "a list of mappings", item);
        }
    }

    /// <summary>The texts of a list; a null item stays null.</summary>
    public IReadOnlyList<YamlScalar> Scalars(string key)
    {
        var scalars = new List<YamlScalar>();
        foreach (var item in List(key))
        {
            if (item is YamlScalar scalar) scalars.Add(scalar);
            else Report(key, "a list of plain values", item);
        }

        return scalars;
    }

    /// <summary>Reports every key that is not among the known ones.</summary>
    public void ReportUnknown(IReadOnlyCollection<string> known, DiagnosticSeverity severity)
    {
        foreach (var (key, _) in map.Entries.Where(entry => !known.Contains(entry.Key.Text)))
        {
            var message = $"{owner} has an unknown key '{key.Text}'";
            var hint = Suggestions.DidYouMean(key.Text, known);
            found.Add(severity == DiagnosticSeverity.Error
                ? errors.UnknownKey.Error(message, key.At, hint)
                : errors.UnknownKey.Warning(message, key.At, hint));
        }
    }

    private YamlScalar? Scalar(string key, string expected) => Value<YamlScalar>(key, expected);

    private T? Value<T>(string key, string expected)
        where T : YamlNode
    {
        if (map.Find(key) is not { } entry) return null;
        if (entry.Value is T value) return value;
        Report(key, expected, entry.Value);
        return null;
    }

    private void Report(string key, string expected, YamlNode value)
    {
        var actual = value switch
        {
            YamlList => "a list",
            YamlMap => "a mapping",
            YamlScalar scalar => $"'{scalar.Text}'",
            _ => "something else",
        };
        found.Add(errors.Shape.Error($"the '{key}' of {owner} must be {expected}, not {actual}", value.At));
    }
}
