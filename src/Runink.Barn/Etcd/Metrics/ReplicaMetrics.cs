namespace Runink.Barn;

/// <summary>Which alarms stand, and what came of comparing the members.</summary>
internal static class ReplicaMetrics
{
    public static void Write(MetricsText text, ReplicaCounters replicas, IEnumerable<BarnGroup> groups)
    {
        var alarms = groups.SelectMany(group => group.View.AlarmEntries).ToList();
        text.Head("runink_barn_alarms", "How many alarms stand, in all groups.", "gauge");
        foreach (var alarm in new[] { KvAlarm.NoSpace, KvAlarm.Corrupt })
        {
            var count = alarms.Count(entry => entry.Alarm == alarm);
            text.Sample("runink_barn_alarms", count, ("alarm", MaintenanceService.Name(alarm)));
        }

        text.Head("runink_barn_comparisons_total", "How often this member, as the leader, compared what all members hold.", "counter");
        foreach (var outcome in Enum.GetValues<ReplicaOutcome>())
            text.Sample("runink_barn_comparisons_total", replicas[outcome], ("result", Name(outcome)));
    }

    private static string Name(ReplicaOutcome outcome) => outcome switch
    {
        ReplicaOutcome.Same => "same",
        ReplicaOutcome.Incomplete => "incomplete",
        ReplicaOutcome.Open => "open",
        _ => "different",
    };
}
