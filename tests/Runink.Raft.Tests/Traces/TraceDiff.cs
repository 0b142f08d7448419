using System.Text;

namespace Runink.Raft.Tests;

/// <summary>Shows two lists of lines as one: what is missing with a minus, what is new with a plus.</summary>
internal static class TraceDiff
{
    public static string Of(IReadOnlyList<string> expected, IReadOnlyList<string> actual)
    {
        var common = CommonLengths(expected, actual);
        var text = new StringBuilder();
        var (i, j) = (0, 0);
        while (i < expected.Count || j < actual.Count)
        {
            if (i < expected.Count && j < actual.Count && expected[i] == actual[j])
            {
                text.Append("    ").AppendLine(expected[i++]);
                j++;
            }
            else if (j == actual.Count || (i < expected.Count && common[i + 1, j] >= common[i, j + 1]))
            {
                text.Append("  - ").AppendLine(expected[i++]);
            }
            else
            {
                text.Append("  + ").AppendLine(actual[j++]);
            }
        }

        return text.ToString();
    }

    /// <summary>For every pair of places, how many lines the two lists have in common from there on.</summary>
    private static int[,] CommonLengths(IReadOnlyList<string> expected, IReadOnlyList<string> actual)
    {
        var common = new int[expected.Count + 1, actual.Count + 1];
        for (var i = expected.Count - 1; i >= 0; i--)
        {
            for (var j = actual.Count - 1; j >= 0; j--)
                common[i, j] = expected[i] == actual[j] ? common[i + 1, j + 1] + 1 : Math.Max(common[i + 1, j], common[i, j + 1]);
        }

        return common;
    }
}
