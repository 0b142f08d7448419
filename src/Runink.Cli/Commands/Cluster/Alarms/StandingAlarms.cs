using Runink.Barn;
using Runink.Cli.Commands.Cluster.Connection;
using Runink.Protocol;

namespace Runink.Cli.Commands.Cluster.Alarms;

/// <summary>The alarms that stand in a group.</summary>
internal static class StandingAlarms
{
    /// <summary>Asks for them.</summary>
    public static async Task<IReadOnlyList<AlarmMember>> OfAsync(ClusterConnection connection, string group, CancellationToken cancellation)
    {
        Select(connection, group);
        var request = new AlarmRequest { Action = AlarmRequest.Types.AlarmAction.Get };
        return (await connection.CallAsync(EtcdCalls.Alarm, request, cancellation)).Alarms;
    }

    /// <summary>Disarms one.</summary>
    public static async Task DisarmAsync(ClusterConnection connection, string group, AlarmMember alarm, CancellationToken cancellation)
    {
        Select(connection, group);
        var request = new AlarmRequest { Action = AlarmRequest.Types.AlarmAction.Deactivate, MemberID = alarm.MemberID, Alarm = alarm.Alarm };
        await connection.CallAsync(EtcdCalls.Alarm, request, cancellation);
    }

    /// <summary>As etcd writes it.</summary>
    public static string NameOf(AlarmMember alarm) => alarm.Alarm.ToString().ToUpperInvariant();

    private static void Select(ClusterConnection connection, string group) => connection.Group = group == KvGroups.System ? null : group;
}
