namespace Runink.Barn;

/// <summary>Raises or disarms an alarm of a member.</summary>
/// <param name="Action">What to do.</param>
/// <param name="Member">The member.</param>
/// <param name="Alarm">The alarm.</param>
/// <param name="QuotaBytes">
/// With <see cref="KvAlarm.NoSpace"/>: the quota that was exceeded; the alarm goes by itself once compaction has brought the
/// state below nine tenths of it, and is not raised when it is below already. Negative when that quota was exceeded by all groups
/// together, of which a state knows only its own: whoever leads disarms it. 0 when it waits to be disarmed.
/// </param>
public sealed record AlarmCommand(KvAlarmAction Action, ulong Member, KvAlarm Alarm, long QuotaBytes = 0) : KvCommand;

/// <summary>What an <see cref="AlarmCommand"/> does. Listing them is a read.</summary>
public enum KvAlarmAction
{
    /// <summary>Raises it.</summary>
    Raise = 1,

    /// <summary>Disarms it.</summary>
    Disarm = 2,
}

/// <summary>Alarms; the numbers are those of etcd's API.</summary>
public enum KvAlarm
{
    /// <summary>None.</summary>
    None,

    /// <summary>The quota is used up: puts and new leases are refused.</summary>
    NoSpace,

    /// <summary>Replicas differ: the member that the alarm names refuses everything; if it names none, every change is refused.</summary>
    Corrupt,
}

/// <summary>An alarm that stands.</summary>
/// <param name="Member">The member that it is about.</param>
/// <param name="Alarm">The alarm.</param>
/// <param name="QuotaBytes">The quota that was exceeded, negative if by all groups together; or 0.</param>
public readonly record struct KvAlarmEntry(ulong Member, KvAlarm Alarm, long QuotaBytes);
