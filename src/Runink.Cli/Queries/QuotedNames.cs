using System.Text;

namespace Runink.Cli.Queries;

/// <summary>
/// Finds every quoted text of an SQL statement, <c>'…'</c> and <c>"…"</c>, outside comments: whatever a query reads by name must stand in one of them.
/// </summary>
internal static class QuotedNames
{
    /// <summary>The texts, doubled quotes undone, without repetition.</summary>
    public static IReadOnlySet<string> In(string sql)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        for (var at = 0; at < sql.Length; at++)
        {
            if (sql[at] is '\'' or '"') names.Add(Read(sql, ref at));
            else if (Starts(sql, at, "--")) at = EndOf(sql, at, "\n");
            else if (Starts(sql, at, "/*")) at = EndOf(sql, at, "*/");
        }

        return names;
    }

    private static string Read(string sql, ref int at)
    {
        var quote = sql[at];
        var text = new StringBuilder();
        for (at++; at < sql.Length; at++)
        {
            if (sql[at] != quote) text.Append(sql[at]);
            else if (at + 1 < sql.Length && sql[at + 1] == quote) text.Append(sql[at++]);
            else break;
        }

        return text.ToString();
    }

    private static bool Starts(string sql, int at, string token) => sql.AsSpan(at).StartsWith(token, StringComparison.Ordinal);

    private static int EndOf(string sql, int at, string token)
    {
        var end = sql.IndexOf(token, at, StringComparison.Ordinal);
        return end < 0 ? sql.Length : end + token.Length - 1;
    }
}
