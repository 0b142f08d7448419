namespace Runink.Barn;

/// <summary>Compares what the members hold of a group at one revision of this one.</summary>
/// <param name="node">This member.</param>
/// <param name="calls">How the others are asked.</param>
internal sealed class ReplicaComparison(BarnNode node, IReplicaCalls calls)
{
    private const int MostRounds = 3;

    private static readonly TimeSpan CatchUpWithin = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    /// <summary>Asks everybody once, and again when a compaction came between the answers, or they do not tell who is wrong.</summary>
    public async Task<ReplicaFindings> RunAsync(BarnGroup group, CancellationToken stop)
    {
        for (var round = 1; ; round++)
        {
            var members = group.Status.Membership.Current.Members;
            var (view, started) = (group.View, TimeProvider.System.GetTimestamp());
            var own = await Task.Run(() => ReplicaState.Of(node.Options.MemberId, view, view.Revision), stop).ConfigureAwait(false);
            var took = TimeProvider.System.GetElapsedTime(started);
            var others = members.Where(member => member.Id.Value != own.Member).Select(member => AskAsync(member.Id.Value, group, own, stop));
            var answers = await Task.WhenAll(others).ConfigureAwait(false);
            ReplicaState[] states = [own, .. answers.OfType<ReplicaState>()];
            var verdict = ReplicaVerdict.On(states, [.. members.Where(member => member.Votes).Select(member => member.Id.Value)]);
            if (verdict.Accused.Count > 0 || (verdict.IsComplete && !verdict.Differ) || round == MostRounds)
                return new ReplicaFindings(states, verdict, IsWhole: verdict.IsComplete && states.Length == members.Length, took);
        }
    }

    /// <summary>A member that has not come as far yet is waited for, a little.</summary>
    private async Task<ReplicaState?> AskAsync(ulong member, BarnGroup group, ReplicaState own, CancellationToken stop)
    {
        var started = TimeProvider.System.GetTimestamp();
        while (true)
        {
            var state = await calls.AskAsync(member, group, own.Revision, stop).ConfigureAwait(false);
            if (state is null || state.Applied >= own.Applied || TimeProvider.System.GetElapsedTime(started) > CatchUpWithin) return state;
            await Task.Delay(Pause, stop).ConfigureAwait(false);
        }
    }
}
