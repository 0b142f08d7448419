using Runink.Raft;

namespace Runink.Simulation;

/// <summary>Some of the machines of a cluster, which are fewer than 64.</summary>
public readonly record struct NodeSet(ulong Bits)
{
    public bool Has(NodeId id) => (Bits & BitOf(id)) != 0;

    public NodeSet With(NodeId id) => new(Bits | BitOf(id));

    /// <summary>Whether a majority of every roster of the membership is among them.</summary>
    public bool IsQuorumOf(Membership membership) =>
        IsQuorumOf(membership.Current) && (membership.Outgoing is null || IsQuorumOf(membership.Outgoing));

    public override string ToString()
    {
        var bits = Bits;
        return $"{{{string.Join(' ', Enumerable.Range(0, SimulatedCluster.MaxAddresses).Where(i => ((bits >> i) & 1) != 0))}}}";
    }

    private bool IsQuorumOf(Roster roster)
    {
        var votes = 0;
        foreach (var member in roster.Members)
            if (member.Votes && Has(member.Id)) votes++;
        return votes >= roster.Quorum;
    }

    private static ulong BitOf(NodeId id) => id.Value < SimulatedCluster.MaxAddresses
        ? 1UL << (int)id.Value
        : throw new ArgumentOutOfRangeException(nameof(id), $"a cluster has no machine {id}");
}
