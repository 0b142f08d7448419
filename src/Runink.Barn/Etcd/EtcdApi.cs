using Microsoft.AspNetCore.Http;
using Runink.Rpc;

namespace Runink.Barn;

/// <summary>
/// etcd's API over a node: services for an <see cref="RpcServer"/> and what is served besides them on the same address.
/// Thread-safe.
/// </summary>
public sealed class EtcdApi
{
    private const int OverheadBytes = 512 * 1024;

    private readonly HttpApi _http;
    private readonly ServerMetrics _metrics;

    /// <summary>Sets up the API; it serves as long as the node runs.</summary>
    /// <param name="node">The node.</param>
    /// <param name="options">How the API answers.</param>
    /// <param name="time">Of tokens and notices.</param>
    public EtcdApi(BarnNode node, EtcdOptions options, TimeProvider time)
        : this(node, options, time, new ClusterControl(node, NoLeaderCalls.Instance), new PeerTraffic(), new ReplicaCounters())
    {
    }

    /// <summary>Sets up the API of a member of a cluster.</summary>
    /// <param name="node">The node.</param>
    /// <param name="options">How the API answers.</param>
    /// <param name="time">Of tokens and notices.</param>
    /// <param name="cluster">Changes the cluster as a whole.</param>
    /// <param name="peers">What is exchanged with the other members.</param>
    /// <param name="replicas">How comparisons with them ended.</param>
    internal EtcdApi(
        BarnNode node, EtcdOptions options, TimeProvider time, ClusterControl cluster, PeerTraffic peers, ReplicaCounters replicas)
    {
        var context = new EtcdContext(node, options, time, cluster);
        var (kv, leases, watches) = (new KvService(context), new LeaseService(context), new WatchService(context));
        var ownership = new Ownership(context, leases);
        Services =
        [
            kv.Describe(),
            watches.Describe(),
            leases.Describe(),
            new MaintenanceService(context).Describe(),
            new ClusterService(context).Describe(),
            new GroupsService(context).Describe(),
            new AuthService(context).Describe(),
            new LockService(context, ownership).Describe(),
            new ElectionService(context, ownership).Describe(),
        ];
        _metrics = new ServerMetrics(context, Services, Traffic, peers, replicas);
        var health = new HealthPages(context, _metrics);
        _http = new HttpApi(new Gateway(context, kv, leases, watches).Routes().Concat(new Dictionary<string, HttpApi.Route>
        {
            ["/health"] = new(HttpMethods.Get, health.HealthAsync),
            ["/livez"] = new(HttpMethods.Get, health.LiveAsync),
            ["/readyz"] = new(HttpMethods.Get, health.ReadyAsync),
            ["/version"] = new(HttpMethods.Get, VersionPage.ServeAsync),
            ["/metrics"] = new(HttpMethods.Get, _metrics.ServeAsync),
        }));
        MaxReceiveBytes = node.Options.MaxRequestBytes + OverheadBytes;
    }

    /// <summary>What the server of these services should count, for the metrics.</summary>
    public RpcTraffic Traffic { get; } = new();

    /// <summary>The services.</summary>
    public IReadOnlyList<RpcService> Services { get; }

    /// <summary>
    /// The largest message that a server should take, in bytes: somewhat more than a request may have, so that it is refused in
    /// etcd's words.
    /// </summary>
    public int MaxReceiveBytes { get; }

    /// <summary>Serves health, version, metrics and the JSON gateway.</summary>
    public Task ServeHttpAsync(HttpContext http) => _http.ServeAsync(http);

    /// <summary>Counts a call that ended.</summary>
    public void CallEnded(RpcCall call, RpcCode code, Exception? failure) => _metrics.CountCall(call.Path, code);
}
