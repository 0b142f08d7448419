namespace Runink.Pipelines.Diagnostics;

/// <summary>Finds what a person probably meant by a misspelt name.</summary>
internal static class NearestName
{
    private const int LongestWord = 64;

    /// <summary>The closest of the known names, or null when none is close: at most a third of the letters differ.</summary>
    public static string? Of(string word, IEnumerable<string> known)
    {
        if (word.Length is 0 or > LongestWord) return null;
        var (nearest, distance) = known
            .Select(name => (Name: name, Distance: Distance(word.ToLowerInvariant(), name.ToLowerInvariant())))
            .OrderBy(candidate => candidate.Distance)
            .ThenBy(candidate => candidate.Name, StringComparer.Ordinal)
            .FirstOrDefault();
        return nearest is not null && distance <= Math.Max(1, word.Length / 3) ? nearest : null;
    }

    // Optimal string alignment: a swap of neighbours counts as one edit, for that is how people mistype.
    private static int Distance(string one, string other)
    {
        var rows = new int[one.Length + 1, other.Length + 1];
        for (var i = 0; i <= one.Length; i++) rows[i, 0] = i;
        for (var j = 0; j <= other.Length; j++) rows[0, j] = j;
        for (var i = 1; i <= one.Length; i++)
        {
            for (var j = 1; j <= other.Length; j++)
            {
                var cost = one[i - 1] == other[j - 1] ? 0 : 1;
                rows[i, j] = Math.Min(Math.Min(rows[i - 1, j] + 1, rows[i, j - 1] + 1), rows[i - 1, j - 1] + cost);
                if (i > 1 && j > 1 && one[i - 1] == other[j - 2] && one[i - 2] == other[j - 1])
                    rows[i, j] = Math.Min(rows[i, j], rows[i - 2, j - 2] + 1);
            }
        }

        return rows[one.Length, other.Length];
    }
}
