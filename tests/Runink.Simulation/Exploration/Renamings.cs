using Runink.Raft;

namespace Runink.Simulation;

/// <summary>Every way to exchange the names of nodes that a scope does not tell apart; the first one changes nothing.</summary>
public static class Renamings
{
    public static IReadOnlyList<NodeId[]> Of(int nodes, IEnumerable<int[]> interchangeable)
    {
        List<NodeId[]> all = [[.. Enumerable.Range(0, nodes + 1).Select(n => new NodeId((ulong)n))]];
        foreach (var set in interchangeable)
            all = [.. all.SelectMany(names => Permutations(set).Select(order => Renamed(names, set, order)))];
        return all;
    }

    private static NodeId[] Renamed(NodeId[] names, int[] set, int[] order)
    {
        NodeId[] renamed = [.. names];
        for (var i = 0; i < set.Length; i++) renamed[set[i]] = new NodeId((ulong)order[i]);
        return renamed;
    }

    private static IEnumerable<int[]> Permutations(int[] items)
    {
        if (items.Length <= 1) return [items];
        return items.SelectMany(first =>
            Permutations([.. items.Where(item => item != first)]).Select(rest => (int[])[first, .. rest]));
    }
}
