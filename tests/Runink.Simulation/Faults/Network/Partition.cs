namespace Runink.Simulation;

/// <summary>Closes links for a while.</summary>
internal static class Partition
{
    /// <summary>
    /// Closes every link from one set of addresses to another, given as bits, and opens them again after a while.
    /// </summary>
    public static void OneWay(FaultScene scene, ulong from, ulong to) => Close(scene, from, to, 0, 0);

    /// <summary>The same in both directions.</summary>
    public static void BothWays(FaultScene scene, ulong these, ulong those) => Close(scene, these, those, those, these);

    public static ulong BitOf(SimulatedNode node) => 1UL << (int)node.Id.Value;

    private static void Close(FaultScene scene, ulong from, ulong to, ulong alsoFrom, ulong alsoTo)
    {
        var links = scene.Cluster.Network.Links;
        Each(from, to, links.Block);
        Each(alsoFrom, alsoTo, links.Block);
        scene.Later(scene.DrawDuration(), () =>
        {
            Each(from, to, links.Unblock);
            Each(alsoFrom, alsoTo, links.Unblock);
        });
    }

    private static void Each(ulong from, ulong to, Action<int, int> deed)
    {
        for (var f = 1; f < SimulatedCluster.MaxAddresses; f++)
        {
            for (var t = 1; t < SimulatedCluster.MaxAddresses; t++)
                if (f != t && ((from >> f) & (to >> t) & 1) != 0) deed(f, t);
        }
    }
}
