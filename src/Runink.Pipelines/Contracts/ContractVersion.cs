using System.Globalization;

namespace Runink.Pipelines.Contracts;

/// <summary>A numeric version of up to three parts; missing parts are 0.</summary>
internal readonly record struct ContractVersion(long Major, long Minor, long Patch)
{
    public static readonly ContractVersion Min = new(0, 0, 0);
    public static readonly ContractVersion Max = new(long.MaxValue, 0, 0);

    /// <summary>
    /// Reads a released version such as <c>1.2.0</c>, <c>v1.2</c> or <c>1.2.0+build</c>; null for anything else.
    /// </summary>
    public static ContractVersion? Parse(string text)
    {
        var numbers = text.StartsWith('v') ? text[1..] : text;
        var build = numbers.IndexOf('+', StringComparison.Ordinal);
        return ReadParts(build < 0 ? numbers : numbers[..build], wildcards: false) is { } parts ? FromParts(parts) : null;
    }

    /// <summary>
    /// Reads a version whose missing or <c>x</c> parts leave a block open: from (inclusive) and to (exclusive).
    /// </summary>
    public static (ContractVersion From, ContractVersion To)? ParseBlock(string text)
    {
        if (ReadParts(text, wildcards: true) is not { } parts) return null;
        var from = FromParts(parts);
        var to = parts.Count switch
        {
            1 => new ContractVersion(from.Major + 1, 0, 0),
            2 => new ContractVersion(from.Major, from.Minor + 1, 0),
            _ => new ContractVersion(from.Major, from.Minor, from.Patch + 1),
        };
        return (from, to);
    }

    /// <summary>The first version that may break what relies on this one: the next of the leftmost part that is not 0.</summary>
    public ContractVersion NextCompatible() => this switch
    {
        { Major: > 0 } => new(Major + 1, 0, 0),
        { Minor: > 0 } => new(0, Minor + 1, 0),
        _ => new(0, 0, Patch + 1),
    };

    public static ContractVersion Later(ContractVersion one, ContractVersion other) => one < other ? other : one;

    public static bool operator <(ContractVersion one, ContractVersion other) =>
        (one.Major, one.Minor, one.Patch).CompareTo((other.Major, other.Minor, other.Patch)) < 0;

    public static bool operator >(ContractVersion one, ContractVersion other) => other < one;

    private static ContractVersion FromParts(List<long> parts) =>
        new(parts[0], parts.Count > 1 ? parts[1] : 0, parts.Count > 2 ? parts[2] : 0);

    private static List<long>? ReadParts(string text, bool wildcards)
    {
        var words = text.Split('.');
        if (words.Length > 3) return null;
        var parts = new List<long>(3);
        for (var i = 0; i < words.Length; i++)
        {
            if (wildcards && i > 0 && words.Skip(i).All(word => word is "x" or "X" or "*")) break;
            if (!int.TryParse(words[i], NumberStyles.None, CultureInfo.InvariantCulture, out var part)) return null;
            parts.Add(part);
        }

        return parts;
    }
}
