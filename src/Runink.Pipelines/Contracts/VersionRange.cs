using System.Diagnostics.CodeAnalysis;

namespace Runink.Pipelines.Contracts;

/// <summary>
/// Which versions of a contract a feature accepts: <c>1.2.3</c>, <c>1.2.x</c>, <c>1.x</c>, <c>^1.2</c>, <c>&gt;=1.2 &lt;2</c>,
/// <c>*</c>. Conditions separated by blanks all hold. A version that is not numeric, or is a pre-release, is allowed only when
/// named exactly or by <c>*</c>. Immutable.
/// </summary>
public sealed record VersionRange
{
    private readonly string _text;
    private readonly bool _any;
    private readonly (ContractVersion From, ContractVersion To)[] _intervals;

    private VersionRange(string text, bool any, (ContractVersion From, ContractVersion To)[] intervals) =>
        (_text, _any, _intervals) = (text, any, intervals);

    /// <summary>Reads a range; false when it is not one.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out VersionRange? range)
    {
        range = null;
        var trimmed = text.Trim();
        if (trimmed.Length == 0) return false;
        if (trimmed is "*" or "x")
        {
            range = new VersionRange(trimmed, any: true, []);
            return true;
        }

        if (IsPreRelease(trimmed))
        {
            range = new VersionRange(trimmed, any: false, [(ContractVersion.Min, ContractVersion.Min)]);
            return true;
        }

        var intervals = new List<(ContractVersion, ContractVersion)>();
        foreach (var term in trimmed.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))
        {
            if (ParseTerm(term) is not { } interval) return false;
            intervals.Add(interval);
        }

        range = new VersionRange(trimmed, any: false, [.. intervals]);
        return true;
    }

    /// <summary>Whether a contract of that version is accepted.</summary>
    public bool Allows(string version)
    {
        var text = version.Trim();
        if (_any || string.Equals(text, _text, StringComparison.Ordinal)) return true;
        return ContractVersion.Parse(text) is { } parsed
            && Array.TrueForAll(_intervals, interval => !(parsed < interval.From) && parsed < interval.To);
    }

    /// <summary>The range as it was written.</summary>
    public override string ToString() => _text;

    /// <inheritdoc/>
    public bool Equals(VersionRange? other) => other is not null && string.Equals(_text, other._text, StringComparison.Ordinal);

    /// <inheritdoc/>
    public override int GetHashCode() => _text.GetHashCode(StringComparison.Ordinal);

    private static bool IsPreRelease(string text) => char.IsAsciiDigit(text[0]) && text.Contains('-', StringComparison.Ordinal)
        && text.All(sign => char.IsAsciiLetterOrDigit(sign) || sign is '.' or '-' or '+');

    private static (ContractVersion From, ContractVersion To)? ParseTerm(string term)
    {
        var digits = term.AsSpan().IndexOfAnyInRange('0', '9');
        if (digits < 0) return null;
        var (op, rest) = (term[..digits], term[digits..]);
        if (ContractVersion.ParseBlock(rest) is not { } block) return null;
        return op switch
        {
            "" or "=" or "v" => block,
            "^" => (block.From, ContractVersion.Later(block.To, block.From.NextCompatible())),
            ">=" => (block.From, ContractVersion.Max),
            ">" => (block.To, ContractVersion.Max),
            "<" => (ContractVersion.Min, block.From),
            "<=" => (ContractVersion.Min, block.To),
            _ => null,
        };
    }
}
