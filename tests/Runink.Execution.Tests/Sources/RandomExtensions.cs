namespace Runink.Execution.Tests.Sources;

internal static class RandomExtensions
{
    public static List<T> Shuffle<T>(this IEnumerable<T> items, Random random)
    {
        var shuffled = items.ToArray();
        random.Shuffle(shuffled);
        return [.. shuffled];
    }
}
