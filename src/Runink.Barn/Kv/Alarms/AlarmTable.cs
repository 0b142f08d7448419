namespace Runink.Barn;

/// <summary>The alarms that stand, by kind and member. Few, so each change is a new array.</summary>
internal sealed class AlarmTable
{
    public KvAlarmEntry[] Current { get; set; } = [];

    public bool Stands(KvAlarm alarm, ulong? ofMember = null)
    {
        foreach (var entry in Current)
        {
            if (entry.Alarm == alarm && (ofMember is null || entry.Member == ofMember)) return true;
        }
        return false;
    }

    /// <summary>Carries out a command and returns the alarm that it is about, if it stands or stood.</summary>
    public KvAlarmEntry[] Apply(AlarmCommand command, long bytes)
    {
        var at = Array.FindIndex(Current, entry => entry.Member == command.Member && entry.Alarm == command.Alarm);
        if (command.Action == KvAlarmAction.Disarm)
        {
            if (at < 0) return [];
            KvAlarmEntry[] gone = [Current[at]];
            Current = [.. Current[..at], .. Current[(at + 1)..]];
            return gone;
        }
        if (at >= 0) return [Current[at]];
        var raised = new KvAlarmEntry(command.Member, command.Alarm, command.QuotaBytes);
        if (command.Alarm == KvAlarm.None || IsHealed(raised, bytes)) return [];
        Current = [.. Current.Append(raised).OrderBy(entry => entry.Alarm).ThenBy(entry => entry.Member)];
        return [raised];
    }

    /// <summary>Lets go of alarms about space when there is enough again.</summary>
    public void Heal(long bytes)
    {
        if (Array.Exists(Current, entry => IsHealed(entry, bytes)))
            Current = [.. Current.Where(entry => !IsHealed(entry, bytes))];
    }

    public static UInt128 Hash(KvAlarmEntry[] alarms)
    {
        UInt128 sum = 0;
        foreach (var entry in alarms) sum += VersionHash.Of(4, entry.Member, (ulong)entry.Alarm, (ulong)entry.QuotaBytes);
        return sum;
    }

    private static bool IsHealed(KvAlarmEntry entry, long bytes) =>
        entry.Alarm == KvAlarm.NoSpace && entry.QuotaBytes > 0 && bytes < entry.QuotaBytes / 10 * 9;
}
