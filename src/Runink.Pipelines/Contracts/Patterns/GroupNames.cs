namespace Runink.Pipelines.Contracts.Patterns;

/// <summary>
/// How many capturing groups a pattern has, and what some are called; known before parsing, since a reference may stand before
/// its group.
/// </summary>
internal sealed class GroupNames
{
    private readonly Dictionary<string, int> _numbers = new(StringComparer.Ordinal);

    /// <summary>Number of capturing groups.</summary>
    public int Count { get; private set; }

    /// <summary>The number of a named group, or 0.</summary>
    public int Find(string name) => _numbers.GetValueOrDefault(name);

    public static GroupNames Scan(string pattern)
    {
        var groups = new GroupNames();
        var inClass = false;
        for (var i = 0; i < pattern.Length; i++)
        {
            if (pattern[i] == '\\') i++;
            else if (pattern[i] == '[') inClass = true;
            else if (pattern[i] == ']') inClass = false;
            else if (pattern[i] == '(' && !inClass) groups.Open(pattern, i);
        }

        return groups;
    }

    private void Open(string pattern, int at)
    {
        var rest = pattern.AsSpan(at + 1);
        if (!rest.StartsWith("?", StringComparison.Ordinal))
        {
            Count++;
            return;
        }

        if (!rest.StartsWith("?<", StringComparison.Ordinal) || rest.Length < 3 || rest[2] is '=' or '!') return;
        Count++;
        var close = rest.IndexOf('>');
        if (close > 2 && !_numbers.TryAdd(rest[2..close].ToString(), Count))
            throw new PatternSyntaxException("two groups have this name", at);
    }
}
