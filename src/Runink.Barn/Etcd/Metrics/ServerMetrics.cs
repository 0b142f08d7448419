using System.Diagnostics;
using Microsoft.AspNetCore.Http;
using Runink.Rpc;

namespace Runink.Barn;

/// <summary><c>/metrics</c>: named as etcd names them where they mean the same. Thread-safe.</summary>
internal sealed class ServerMetrics(
    EtcdContext context, IReadOnlyList<RpcService> services, RpcTraffic traffic, PeerTraffic peers, ReplicaCounters replicas)
{
    private readonly CallCounters _calls = new(services);
    private long _healthy;
    private long _unhealthy;

    public void CountCall(string path, RpcCode code) => _calls.Count(path, code);

    public void CountHealthCheck(bool isHealthy) => Interlocked.Increment(ref isHealthy ? ref _healthy : ref _unhealthy);

    public Task ServeAsync(HttpContext http)
    {
        var text = new MetricsText();
        WriteServer(text);
        WriteState(text);
        WriteDisk(text);
        WriteTraffic(text);
        PeerMetrics.Write(text, peers.All, context.Node.Options.MemberId);
        ReplicaMetrics.Write(text, replicas, context.Node.Groups);
        _calls.Write(text);
        WriteProcess(text);
        http.Response.ContentType = MetricsText.ContentType;
        return http.Response.WriteAsync(text.ToString());
    }

    private void WriteServer(MetricsText text)
    {
        var status = context.Node.Status;
        var isLearner = status.Membership.Current.Find(new(context.Node.Options.MemberId)) is { Kind: Raft.MemberKind.Learner };
        text.Gauge("etcd_server_has_leader", "Whether or not a leader exists. 1 is existence, 0 is not.", status.Leader == 0 ? 0 : 1)
            .Gauge("etcd_server_is_leader", "Whether or not this member is a leader. 1 if is, 0 otherwise.",
                status.Leader == context.Node.Options.MemberId ? 1 : 0)
            .Gauge("etcd_server_is_learner", "Whether or not this member is a learner. 1 if is, 0 otherwise.", isLearner ? 1 : 0)
            .Gauge("runink_barn_is_fed_by_follower", "Whether another member than the leader gives this learner the log. 1 if so, 0 otherwise.",
                status.Feeder != 0 ? 1 : 0)
            .Counter("etcd_server_leader_changes_seen_total", "The number of leader changes seen.", status.LeaderChanges)
            .Counter("etcd_server_proposals_committed_total", "The total number of consensus proposals committed.", status.CommitIndex.Value)
            .Counter("etcd_server_proposals_applied_total", "The total number of consensus proposals applied.", status.AppliedIndex.Value)
            .Counter("etcd_server_proposals_failed_total", "The total number of failed proposals seen.", status.FailedProposals)
            .Gauge("etcd_server_proposals_pending", "The current number of pending proposals to commit.", status.PendingRequests)
            .Gauge("etcd_server_quota_backend_bytes", "Current backend storage quota size in bytes.", context.Node.Options.QuotaBytes);
        text.Head("runink_barn_health_checks_total", "How often health was asked for.", "counter")
            .Sample("runink_barn_health_checks_total", Volatile.Read(ref _healthy), ("result", "healthy"))
            .Sample("runink_barn_health_checks_total", Volatile.Read(ref _unhealthy), ("result", "unhealthy"));
        text.Head("runink_barn_linearizable_reads_total", "Linearizable reads, by how they were answered. A member alone needs neither way.", "counter")
            .Sample("runink_barn_linearizable_reads_total", context.Node.Reads.ByLease, ("by", "lease"))
            .Sample("runink_barn_linearizable_reads_total", context.Node.Reads.ByAsking, ("by", "asking"));
        text.Head("etcd_server_version", "Which version is running. 1 for 'server_version' label with current version.", "gauge")
            .Sample("etcd_server_version", 1, ("server_version", EtcdVersion.Server));
    }

    private void WriteState(MetricsText text)
    {
        var view = context.Node.View;
        text.Gauge("etcd_mvcc_db_total_size_in_bytes", "Total size of the state in bytes.", view.Bytes)
            .Gauge("runink_barn_state_bytes", "Size of the states of all groups together in bytes, which the quota bounds.",
                context.Node.Status.StateBytes)
            .Gauge("etcd_debugging_mvcc_current_revision", "The current revision of the store.", view.Revision)
            .Gauge("etcd_debugging_mvcc_compact_revision", "The revision of the last compaction in the store.", view.CompactRevision)
            .Gauge("runink_barn_watches", "The number of watches.", context.Node.Watches.Count)
            .Gauge("runink_barn_lost_entries", "Entries of the log that the disk lost and no other member has given back yet.",
                context.Node.Status.LostEntries)
            .Gauge("runink_barn_leases", "The number of leases.", view.Leases.Count)
            .Gauge("runink_barn_groups", "The number of groups that this member hosts.", context.Node.Status.Groups)
            .Gauge("runink_barn_groups_awake", "The number of groups that do not sleep on this member.", context.Node.Status.GroupsAwake)
            .Gauge("runink_barn_groups_led", "The number of groups that this member leads.",
                context.Node.Groups.Count(group => group.Status.Leader == context.Node.Options.MemberId));
    }

    private void WriteDisk(MetricsText text)
    {
        var disk = context.Node.Disk;
        disk.LogSync.Write(text, "etcd_disk_wal_fsync_duration_seconds", "The latency distributions of fsync called by WAL.");
        disk.SnapshotSync.Write(text, "etcd_snap_fsync_duration_seconds", "The latency distributions of fsync called by snap.");
        disk.SnapshotWrite.Write(
            text, "etcd_disk_backend_snapshot_duration_seconds", "The latency distribution of backend snapshots.");
        text.Counter("etcd_disk_wal_write_bytes_total", "Total number of bytes written in WAL.", disk.LogBytes);
    }

    private void WriteTraffic(MetricsText text) => text
        .Counter("etcd_network_client_grpc_received_bytes_total", "The total number of bytes received from grpc clients.", traffic.BytesReceived)
        .Counter("etcd_network_client_grpc_sent_bytes_total", "The total number of bytes sent to grpc clients.", traffic.BytesSent);

    private static void WriteProcess(MetricsText text)
    {
        using var process = Process.GetCurrentProcess();
        text.Gauge("process_resident_memory_bytes", "Resident memory size in bytes.", process.WorkingSet64)
            .Gauge("process_virtual_memory_bytes", "Virtual memory size in bytes.", process.VirtualMemorySize64)
            .Counter("process_cpu_seconds_total", "Total user and system CPU time spent in seconds.", process.TotalProcessorTime.TotalSeconds)
            .Gauge("process_start_time_seconds", "Start time of the process since unix epoch in seconds.",
                new DateTimeOffset(process.StartTime.ToUniversalTime()).ToUnixTimeMilliseconds() / 1000.0)
            .Gauge("runink_dotnet_heap_bytes", "Memory that managed objects take, in bytes.", GC.GetTotalMemory(forceFullCollection: false))
            .Counter("runink_dotnet_pause_seconds_total", "Time that the garbage collector stood the process still, in seconds.",
                GC.GetTotalPauseDuration().TotalSeconds);
        text.Head("runink_dotnet_collections_total", "Garbage collections that collected this generation.", "counter");
        for (var generation = 0; generation <= GC.MaxGeneration; generation++)
            text.Sample("runink_dotnet_collections_total", GC.CollectionCount(generation), ("generation", $"{generation}"));
    }
}
