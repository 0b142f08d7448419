using Runink.Barn;

namespace Runink.Simulation;

/// <summary>
/// Compares the members as a leader does, with answers that come at any time: whatever is published is the same everywhere, which others
/// check, so that a difference found here is a false alarm.
/// </summary>
internal sealed class ReplicaComparisons(BarnCluster cluster)
{
    // Steps between two answers, in the mean.
    private const int MeanSteps = 30;

    private readonly Prng _chance = cluster.World.Fork();
    private readonly Queue<ulong> _toAsk = [];
    private readonly List<ReplicaState> _states = [];
    private List<ulong> _voters = [];
    private long _revision;

    /// <summary>Comparisons in which somebody could be compared.</summary>
    public long Made { get; private set; }

    /// <summary>After each step: perhaps somebody is asked, or answers.</summary>
    public void Pass()
    {
        if (_chance.Below(MeanSteps) != 0) return;
        if (_states.Count == 0) Begin();
        else if (_toAsk.TryDequeue(out var member)) Ask(member);
        else Judge();
    }

    private void Begin()
    {
        if (cluster.Leader?.Core is not { } leader) return;
        _revision = leader.Machine.View.Revision;
        var members = leader.Raft.Membership.Current.Members;
        _voters = [.. members.Where(member => member.Votes).Select(member => member.Id.Value)];
        Ask(leader.Raft.Id.Value);
        foreach (var member in members.Where(member => member.Id != leader.Raft.Id)) _toAsk.Enqueue(member.Id.Value);
    }

    private void Ask(ulong member)
    {
        if (cluster.Machines.GetValueOrDefault(member)?.Core is not { } core) return;
        _states.Add(ReplicaState.Of(member, core.Machine.View, _revision));
    }

    private void Judge()
    {
        var verdict = ReplicaVerdict.On(_states, _voters);
        if (verdict.Differ) throw new ViolationException("No false alarm", string.Join('\n', _states));
        if (verdict.IsComplete && _states.Count > 1) Made++;
        _states.Clear();
    }
}
