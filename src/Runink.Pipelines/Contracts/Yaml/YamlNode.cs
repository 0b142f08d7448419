using Runink.Pipelines.Diagnostics;

namespace Runink.Pipelines.Contracts.Yaml;

/// <summary>A node of a YAML document that remembers where it stands.</summary>
internal abstract record YamlNode(SourceSpan At);

/// <summary>A scalar. A quoted one is always text; a plain one may be null, a truth value or a number.</summary>
internal sealed record YamlScalar(string Text, bool Quoted, SourceSpan At) : YamlNode(At)
{
    public bool IsNull => !Quoted && Text is "" or "~" or "null" or "Null" or "NULL";

    /// <summary>The truth value that a plain scalar stands for in YAML 1.2, or null.</summary>
    public bool? Flag => Quoted ? null : Text switch
    {
        "true" or "True" or "TRUE" => true,
        "false" or "False" or "FALSE" => false,
        _ => null,
    };
}

/// <summary>A sequence.</summary>
internal sealed record YamlList(IReadOnlyList<YamlNode> Items, SourceSpan At) : YamlNode(At);

/// <summary>A mapping; keys are unique.</summary>
internal sealed record YamlMap(IReadOnlyList<YamlEntry> Entries, SourceSpan At) : YamlNode(At)
{
    /// <summary>The entry with that key, or null; an explicit null counts as absent.</summary>
    public YamlEntry? Find(string key)
    {
        var entry = Entries.FirstOrDefault(candidate => string.Equals(candidate.Key.Text, key, StringComparison.Ordinal));
        return entry is { Value: YamlScalar { IsNull: true } } ? null : entry;
    }
}

/// <summary>A key with its value.</summary>
internal sealed record YamlEntry(YamlScalar Key, YamlNode Value);
