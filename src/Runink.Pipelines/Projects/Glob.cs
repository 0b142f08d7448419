using System.Text;
using System.Text.RegularExpressions;

namespace Runink.Pipelines.Projects;

/// <summary>A path with wildcards: <c>*</c>, <c>?</c>, <c>**</c>, <c>[abc]</c>, <c>{a,b}</c>.</summary>
/// <param name="Prefix">The directory before the first wildcard; empty for the root.</param>
/// <param name="Patterns">What comes after it, braces expanded, each split into components.</param>
internal sealed record Glob(string Prefix, IReadOnlyList<string[]> Patterns)
{
    private const int MaximumAlternatives = 1000;
    private static readonly char[] Wildcards = ['*', '?', '[', '{'];

    /// <summary>Whether a path has wildcards.</summary>
    public static bool IsGlob(string path) => path.IndexOfAny(Wildcards) >= 0;

    /// <summary>Reads a path with wildcards.</summary>
    /// <returns>The glob, or why it may not be used.</returns>
    public static (Glob? Glob, string? Refusal) Parse(string path)
    {
        var cut = path.LastIndexOf('/', path.IndexOfAny(Wildcards)) + 1;
        var alternatives = Alternatives(path[cut..]).Take(MaximumAlternatives + 1).ToList();
        if (alternatives.Count > MaximumAlternatives)
            return (null, $"'{path}' stands for more than {MaximumAlternatives} patterns");
        var patterns = alternatives
            .Select(text => text.Split('/', StringSplitOptions.RemoveEmptyEntries).Where(part => part != ".").ToArray()).ToList();
        if (patterns.Any(parts => parts.Contains("..", StringComparer.Ordinal)))
            return (null, $"'{path}' has '..' behind a wildcard");
        if (patterns.Any(parts => parts.Any(part => part.StartsWith('.'))))
            return (null, $"'{path}' asks for hidden names, which wildcards never match");
        if (patterns.SelectMany(parts => parts).Distinct(StringComparer.Ordinal).FirstOrDefault(part => !IsMatchable(part)) is { } wrong)
            return (null, $"'{path}' has brackets that stand for no letter in '{wrong}'; write [abc], [a-z] or [!a]");
        return (new Glob(path[..cut], patterns), null);
    }

    /// <summary>Whether a component is a pattern and not a plain name.</summary>
    public static bool IsPattern(string component) => component.IndexOfAny(Wildcards) >= 0;

    /// <summary>A matcher for one component other than <c>**</c>.</summary>
    public static Regex Matcher(string component)
    {
        var text = new StringBuilder(@"\A");
        for (var i = 0; i < component.Length; i++)
        {
            if (component[i] == '*') text.Append(".*");
            else if (component[i] == '?') text.Append('.');
            else if (component[i] == '[' && component.IndexOf(']', Math.Min(i + 2, component.Length)) is > 0 and { } close)
            {
                text.Append(CharacterClass(component[(i + 1)..close]));
                i = close;
            }
            else text.Append(Regex.Escape(component[i].ToString()));
        }

        return new Regex(text.Append(@"\z").ToString(),
            RegexOptions.Singleline | RegexOptions.CultureInvariant | RegexOptions.NonBacktracking);
    }

    /// <summary>Whether a path of components is one that a pattern stands for; hidden names count like others.</summary>
    public static bool Fits(ReadOnlySpan<string> path, ReadOnlySpan<string> pattern)
    {
        if (pattern.IsEmpty || path.IsEmpty) return pattern.IsEmpty && path.IsEmpty;
        if (pattern[0] != "**") return Matcher(pattern[0]).IsMatch(path[0]) && Fits(path[1..], pattern[1..]);
        // Behind a directory, ** alone stands for files at any depth.
        return pattern.Length == 1 || Fits(path, pattern[1..]) || Fits(path[1..], pattern);
    }

    // Of what a class may hold, only .NET says whether its ranges run forwards and whether it ends.
    private static bool IsMatchable(string component)
    {
        if (!component.Contains('[', StringComparison.Ordinal)) return true;
        try
        {
            _ = Matcher(component);
            return true;
        }
        catch (RegexParseException)
        {
            return false;
        }
    }

    private static string CharacterClass(string inner)
    {
        var negated = inner[0] is '!' or '^';
        var members = Regex.Replace(negated ? inner[1..] : inner, @"[\\\[\]^]", @"\$0", RegexOptions.None,
            TimeSpan.FromSeconds(1));
        return $"[{(negated ? "^" : "")}{members}]";
    }

    private static IEnumerable<string> Alternatives(string text)
    {
        var open = text.IndexOf('{', StringComparison.Ordinal);
        var close = open < 0 ? -1 : Closing(text, open);
        if (close < 0) return [text];
        var tails = Alternatives(text[(close + 1)..]);
        return Branches(text[(open + 1)..close]).SelectMany(Alternatives)
            .SelectMany(branch => tails.Select(tail => text[..open] + branch + tail));
    }

    private static int Closing(string text, int open)
    {
        var depth = 0;
        for (var i = open; i < text.Length; i++)
        {
            if (text[i] == '{') depth++;
            if (text[i] == '}' && --depth == 0) return i;
        }

        return -1;
    }

    private static IEnumerable<string> Branches(string inner)
    {
        var (depth, start) = (0, 0);
        for (var i = 0; i < inner.Length; i++)
        {
            if (inner[i] == '{') depth++;
            if (inner[i] == '}') depth--;
            if (inner[i] != ',' || depth != 0) continue;
            yield return inner[start..i];
            start = i + 1;
        }

        yield return inner[start..];
    }
}
