namespace Runink.Tidy;

/// <summary>
/// Finds bodies at member depth by indentation: with one formatter and file-scoped namespaces, a member's braces stand alone on
/// lines indented by four spaces (eight in a nested type).
/// </summary>
internal static class MethodLengths
{
    public static IEnumerable<(int FirstLine, int Lines)> Of(string source)
    {
        var lines = source.Split('\n');
        for (var i = 1; i < lines.Length; i++)
        {
            var indent = lines[i].TrimEnd() switch { "    {" => 4, "        {" when IsMember(lines, i) => 8, _ => 0 };
            if (indent == 0 || !IsMember(lines, i)) continue;
            var close = new string(' ', indent) + "}";
            var end = Array.FindIndex(lines, i, line => line.StartsWith(close, StringComparison.Ordinal) && line.Trim() is "}" or "};");
            if (end > i) yield return (i, end - i + 2);
        }
    }

    // The line before a method's brace ends its parameter list or its constraints; a type's or a property's does not.
    private static bool IsMember(string[] lines, int brace)
    {
        var header = lines[brace - 1].TrimEnd();
        return header.EndsWith(')') && !header.TrimStart().StartsWith("if ", StringComparison.Ordinal)
            && !header.Contains(" class ", StringComparison.Ordinal) && !header.Contains(" record ", StringComparison.Ordinal)
            && !header.Contains(" struct ", StringComparison.Ordinal)
            && !IsStatement(header.TrimStart());
    }

    private static bool IsStatement(string header) =>
        header.Split(' ', '(')[0] is "for" or "foreach" or "while" or "if" or "switch" or "using" or "lock" or "else" or "catch" or "fixed";
}
