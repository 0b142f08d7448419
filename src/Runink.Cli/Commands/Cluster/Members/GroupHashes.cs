using Runink.Barn;
using Runink.Cli.Commands.Cluster.Connection;
using Runink.Protocol;
using Runink.Rpc;

namespace Runink.Cli.Commands.Cluster.Members;

/// <summary>What every member holds of a group, as hashes of one revision.</summary>
/// <param name="Group">The group's name.</param>
/// <param name="Hashes">One for each member, in their order.</param>
internal sealed record GroupHashes(string Group, IReadOnlyList<HashKVResponse> Hashes)
{
    private const int Rounds = 3;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    /// <summary>Whether all are the same.</summary>
    public bool AreSame => !Hashes.DistinctBy(hash => (hash.Hash, hash.CompactRevision)).Skip(1).Any();

    /// <summary>Asks every member; null when there is no such group any more.</summary>
    /// <param name="connection">How they are asked.</param>
    /// <param name="reports">The members.</param>
    /// <param name="group">The group's name.</param>
    /// <param name="cancellation">Gives up.</param>
    public static async Task<GroupHashes?> TakeAsync(
        ClusterConnection connection, IReadOnlyList<MemberReport> reports, string group, CancellationToken cancellation)
    {
        connection.Group = group == KvGroups.System ? null : group;
        try
        {
            // A compaction on the way makes hashes differ that were taken before and after it: then again.
            var hashes = await HashAsync(connection, reports, cancellation);
            for (var round = 1; round < Rounds && hashes.DistinctBy(hash => hash.CompactRevision).Skip(1).Any(); round++)
                hashes = await HashAsync(connection, reports, cancellation);
            return new(group, hashes);
        }
        catch (RpcException e) when (connection.Group is not null && e.Code == RpcCode.NotFound)
        {
            return null;
        }
        finally
        {
            connection.Group = null;
        }
    }

    private static async Task<List<HashKVResponse>> HashAsync(
        ClusterConnection connection, IReadOnlyList<MemberReport> reports, CancellationToken cancellation)
    {
        var hashes = new List<HashKVResponse>();
        foreach (var report in reports)
        {
            var request = new HashKVRequest { Revision = hashes.Count > 0 ? hashes[0].HashRevision : 0 };
            hashes.Add(await HashAsync(connection, report.Endpoint!, request, cancellation));
        }

        return hashes;
    }

    /// <summary>A member that has not come as far yet is waited for, as long as an answer may take.</summary>
    private static async Task<HashKVResponse> HashAsync(
        ClusterConnection connection, Uri endpoint, HashKVRequest request, CancellationToken cancellation)
    {
        var started = TimeProvider.System.GetTimestamp();
        while (true)
        {
            try
            {
                return await connection.CallAtAsync(endpoint, EtcdCalls.HashKv, request, cancellation);
            }
            catch (RpcException e) when ((e.Message == KvErrors.FutureRevision.Message || e.Message == KvErrors.GroupNotReady.Message)
                && TimeProvider.System.GetElapsedTime(started) < connection.TimeLimit)
            {
                await Task.Delay(Pause, cancellation);
            }
        }
    }
}
