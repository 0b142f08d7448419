using Microsoft.Extensions.Logging;
using Runink.Raft;

namespace Runink.Barn;

/// <summary>
/// Compares what the members hold of the groups that this one leads, again and again, and raises the alarm CORRUPT in a group where they
/// differ. A leader of which it is known that it differs hands over.
/// </summary>
internal sealed class ReplicaMonitor : IAsyncDisposable
{
    // About a hundredth of a core is spent on it.
    private const int PausesPerWalk = 100;

    private static readonly TimeSpan LeastPause = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan LongestPass = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan MostPause = TimeSpan.FromMinutes(10);

    private readonly BarnNode _node;
    private readonly ReplicaComparison _comparison;
    private readonly ComparisonTurns _turns;
    private readonly TimeSpan? _interval;
    private readonly ILogger _log;
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _running;

    /// <param name="node">This member.</param>
    /// <param name="comparison">How the members are compared.</param>
    /// <param name="interval">Time between two comparisons; null: as long as they cost little.</param>
    /// <param name="log">Told what differs.</param>
    public ReplicaMonitor(BarnNode node, ReplicaComparison comparison, TimeSpan? interval, ILogger log)
    {
        (_node, _comparison, _interval, _log) = (node, comparison, interval, log);
        _turns = new ComparisonTurns(node);
        _running = Task.Run(RunAsync);
    }

    /// <summary>How comparisons ended.</summary>
    public ReplicaCounters Counters { get; } = new();

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        await _running.ConfigureAwait(false);
        _stop.Dispose();
    }

    private async Task RunAsync()
    {
        var pause = _interval ?? LeastPause;
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                await Task.Delay(pause, _stop.Token).ConfigureAwait(false);
                var (took, started) = (TimeSpan.Zero, TimeProvider.System.GetTimestamp());
                foreach (var group in _turns.Next())
                {
                    // Where a member does not answer each takes its time, and the platform's group is to be next again.
                    if (TimeProvider.System.GetElapsedTime(started) > LongestPass) break;
                    took += await PassAsync(group).ConfigureAwait(false);
                }

                pause = _interval ?? TimeSpan.FromTicks(Math.Clamp(PausesPerWalk * took.Ticks, LeastPause.Ticks, MostPause.Ticks));
            }
            catch (OperationCanceledException)
            {
                // It is to end.
            }
            catch (Exception failure)
            {
                // Whatever it was, members that are not compared any more would be worse.
                BarnLog.NotCompared(_log, failure.Message);
            }
        }
    }

    private async Task<TimeSpan> PassAsync(BarnGroup group)
    {
        if (group.View.IsCorrupt(_node.Options.MemberId))
        {
            await HandOverAsync(group).ConfigureAwait(false);
            return TimeSpan.Zero;
        }

        var findings = await _comparison.RunAsync(group, _stop.Token).ConfigureAwait(false);
        // What differs does not go away by itself: an alarm is worth a second look.
        if (findings.Verdict.Differ) findings = await _comparison.RunAsync(group, _stop.Token).ConfigureAwait(false);
        Counters.Count(findings);
        if (findings.Verdict.Differ) await RaiseAsync(group, findings).ConfigureAwait(false);
        else if (findings.IsWhole) _turns.Compared(group, findings.States[0].Applied);
        return findings.Took;
    }

    private async Task RaiseAsync(BarnGroup group, ReplicaFindings findings)
    {
        var found = group.IsSystem ? findings.ToString() : $"group {group.Name}: {findings}";
        if (findings.Outcome == ReplicaOutcome.Open) BarnLog.NotCompared(_log, $"they differ, and who is wrong is open: {found}");
        foreach (var member in findings.Verdict.Accused)
        {
            if (group.View.Alarms.Any(alarm => alarm.Alarm == KvAlarm.Corrupt && alarm.Member == member)) continue;
            if (member == 0) BarnLog.MembersDiffer(_log, found);
            else BarnLog.MemberDiffers(_log, member.ToString("x"), found);
            await group.ProposeAsync(new AlarmCommand(KvAlarmAction.Raise, member, KvAlarm.Corrupt)).ConfigureAwait(false);
        }
    }

    private async Task HandOverAsync(BarnGroup group)
    {
        try
        {
            await group.TransferLeadershipAsync(NodeId.None).ConfigureAwait(false);
        }
        catch (KvErrorException refused)
        {
            BarnLog.CannotResign(_log, refused.Message);
        }
    }
}
