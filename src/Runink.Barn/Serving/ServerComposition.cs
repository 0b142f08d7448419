using Microsoft.Extensions.Logging;
using Runink.Rpc;

namespace Runink.Barn;

/// <summary>What the parts of a server are made with.</summary>
internal static class ServerComposition
{
    public static NodeOptions Node(BarnServerOptions options, ClusterFormation formation, ILogger log) => new()
    {
        MemberId = formation.Identity.MemberId,
        ClusterId = formation.Identity.ClusterId,
        Members = formation.Members,
        Joins = formation.Joins,
        Follows = options.Follows is { } followed ? formation.FindOther(followed, log) : 0,
        HeartbeatInterval = options.HeartbeatInterval,
        ReadsByLease = options.ReadsByLease,
        ElectionTimeout = options.ElectionTimeout,
        QuotaBytes = options.QuotaBytes ?? 0,
        SnapshotEntries = options.SnapshotEntries,
        MaxRequestBytes = options.MaxRequestBytes,
        AutoCompaction = options.AutoCompaction,
    };

    public static RpcServer Rpc(BarnServerOptions options, ServerPeers peers, HealthService health, ReloadingTls? tls, ILoggerFactory loggers)
    {
        var log = loggers.CreateLogger(BarnLog.Category);
        var api = new EtcdApi(peers.Node, Api(options), TimeProvider.System, peers.Control, peers.Traffic, peers.Comparisons);
        return new RpcServer(new()
        {
            Listeners = [.. options.ListenClients.Select(address => new RpcListener(address.EndPoint, address.IsTls ? Tls(tls!) : null))],
            Services = [.. api.Services, health.Service, .. ReflectionService.For(api.Services)],
            Fallback = api.ServeHttpAsync,
            MaxReceiveBytes = api.MaxReceiveBytes,
            Traffic = api.Traffic,
            CallEnded = (call, code, failure) =>
            {
                api.CallEnded(call, code, failure);
                // Its caller is told nothing but that it failed.
                if (code == RpcCode.Unknown && failure is not (null or RpcException)) BarnLog.CallFailed(log, failure, call.Path);
            },
            LoggerFactory = loggers,
        });
    }

    private static EtcdOptions Api(BarnServerOptions options) => new()
    {
        Name = options.Name,
        ClientUrls = options.AdvertiseClientUrls,
        PeerUrls = options.AdvertisePeerUrls,
        AcceptsMembers = options.ListenPeers.Count > 0,
        MaxTxnOperations = options.MaxTxnOperations,
        ClientCertificateAuth = options.Tls?.ClientCertAuth ?? false,
    };

    public static RpcServerTls Tls(ReloadingTls tls) => new()
    {
        Certificate = _ => tls.Current.Certificate,
        ClientCertificates = tls.Files.TrustedCaFile is null ? ClientCertificates.None : ClientCertificates.Required,
        TrustedRoots = tls.Files.TrustedCaFile is null ? null : () => tls.Current.ClientAuthorities!,
    };
}
