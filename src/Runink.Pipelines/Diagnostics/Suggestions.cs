namespace Runink.Pipelines.Diagnostics;

/// <summary>Finds what a person probably meant by a name that does not exist. Pure and thread-safe.</summary>
public static class Suggestions
{
    private const int Most = 3;
    private const int LongestName = 128;

    /// <summary>
    /// The candidates that are at most a third of <paramref name="name"/> away from it, nearest first, at most three. Case does
    /// not count. Empty when nothing is near.
    /// </summary>
    public static IReadOnlyList<string> Nearest(string name, IEnumerable<string> candidates)
    {
        if (name.Length > LongestName) return [];
        var limit = Math.Max(1, name.Length / 3);
        return
        [
            .. candidates.Distinct(StringComparer.Ordinal)
                .Where(candidate => Math.Abs(candidate.Length - name.Length) <= limit)
                .Select(candidate => (candidate, distance: Distance(name, candidate)))
                .Where(near => near.distance <= limit)
                .OrderBy(near => near.distance)
                .ThenBy(near => near.candidate, StringComparer.Ordinal)
                .Take(Most)
                .Select(near => near.candidate),
        ];
    }

    /// <summary><c>did you mean "x"?</c>, or null when nothing is near: made to be a hint.</summary>
    public static string? DidYouMean(string name, IEnumerable<string> candidates)
    {
        var nearest = Nearest(name, candidates);
        return nearest.Count == 0 ? null : $"did you mean {string.Join(" or ", nearest.Select(near => $"\"{near}\""))}?";
    }

    /// <summary>How many letters must be inserted, deleted, replaced, or swapped with their neighbour to turn one text into the
    /// other, without regard to case.</summary>
    public static int Distance(string left, string right)
    {
        var (before, previous, current) = (new int[right.Length + 1], new int[right.Length + 1], new int[right.Length + 1]);
        for (var j = 0; j <= right.Length; j++) previous[j] = j;
        for (var i = 1; i <= left.Length; i++)
        {
            current[0] = i;
            for (var j = 1; j <= right.Length; j++)
            {
                var replace = previous[j - 1] + (Same(left[i - 1], right[j - 1]) ? 0 : 1);
                current[j] = Math.Min(replace, Math.Min(previous[j], current[j - 1]) + 1);
                if (i > 1 && j > 1 && Same(left[i - 1], right[j - 2]) && Same(left[i - 2], right[j - 1]))
                    current[j] = Math.Min(current[j], before[j - 2] + 1);
            }

            (before, previous, current) = (previous, current, before);
        }

        return previous[right.Length];
    }

    private static bool Same(char a, char b) => char.ToLowerInvariant(a) == char.ToLowerInvariant(b);
}
