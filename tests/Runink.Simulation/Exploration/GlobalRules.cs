using Runink.Raft;

namespace Runink.Simulation;

/// <summary>The rules that hold between nodes, and between nodes and what happened before.</summary>
public static class GlobalRules
{
    /// <summary>The rule that a state breaks, or null.</summary>
    public static string? Judge(LocalState[] nodes, Past past)
    {
        for (var i = 0; i < nodes.Length; i++)
        {
            for (var j = 0; j < i; j++)
                if (!LogsMatch(nodes[i].Log, nodes[j].Log))
                    return $"log matching: nodes {nodes[j].Node.Id} and {nodes[i].Node.Id} agree on an entry, not on one before";
            if (nodes[i].Role == Role.Leader && Lost(nodes[i], past) is { } lost)
                return $"leader completeness: leader {nodes[i].Node.Id} of term {nodes[i].Term} lacks the committed {lost}";
        }

        return null;
    }

    /// <summary>Logs that hold an entry of the same index and term are the same up to there (Raft paper, section 5.3).</summary>
    public static bool LogsMatch(Entry[] one, Entry[] other)
    {
        var common = Math.Min(one.Length, other.Length);
        while (common > 0 && one[common - 1].Term != other[common - 1].Term) common--;
        for (var i = 0; i < common; i++)
            if (one[i].Term != other[i].Term || !one[i].Command.Span.SequenceEqual(other[i].Command.Span)) return false;
        return true;
    }

    /// <summary>A leader's log holds everything that was committed in earlier terms (Raft paper, section 5.4.3).</summary>
    private static Entry? Lost(LocalState leader, Past past)
    {
        for (var i = 0; i < past.Committed.Length; i++)
        {
            var (entry, since) = past.Committed[i];
            if (since < leader.Term && (i >= leader.Log.Length || leader.Log[i].Term != entry.Term)) return entry;
        }

        return null;
    }
}
