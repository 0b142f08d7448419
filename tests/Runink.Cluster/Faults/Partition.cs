namespace Runink.Cluster;

/// <summary>Who is no longer heard by whom.</summary>
internal static class Partition
{
    /// <param name="kind">Which one.</param>
    /// <param name="order">The machines, in the order drawn.</param>
    public static IEnumerable<(int From, int To)> Cuts(FaultKind kind, int[] order)
    {
        var middle = order.Length / 2;
        for (var i = 0; i < order.Length; i++)
        {
            for (var j = 0; j < order.Length; j++)
            {
                var isCut = kind switch
                {
                    FaultKind.Deaf => j == 0,
                    FaultKind.Mute => i == 0,
                    FaultKind.Bridge => i != middle && j != middle && (i < middle) != (j < middle),
                    _ => (i < middle) != (j < middle),
                };
                if (i != j && isCut) yield return (order[i], order[j]);
            }
        }
    }
}
