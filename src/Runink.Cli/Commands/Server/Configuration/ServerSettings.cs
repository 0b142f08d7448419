namespace Runink.Cli.Commands.Server.Configuration;

/// <summary>
/// Every setting of a server. Where etcd has one, name, meaning, format and default are etcd's, but for heartbeats and elections, which
/// are faster.
/// </summary>
internal static class ServerSettings
{
    public static readonly ServerSetting Name = new("name", "NAME", "default", "Name of this member.");
    public static readonly ServerSetting DataDir = new("data-dir", "DIR", "",
        "Directory of the log and the snapshots; one server each. Without it, NAME.barn.");
    public static readonly ServerSetting ListenClientUrls = new("listen-client-urls", "URLS", "http://localhost:2379",
        "Where clients are served: URLs with IP addresses or localhost, separated by commas.");
    public static readonly ServerSetting AdvertiseClientUrls = new("advertise-client-urls", "URLS", "http://localhost:2379",
        "URLs that clients are told; needed when --listen-client-urls is given.");
    public static readonly ServerSetting ListenPeerUrls = new("listen-peer-urls", "URLS", "http://localhost:2380",
        "Where other members are served; a cluster of one opens no such port unless this is given.");
    public static readonly ServerSetting InitialAdvertisePeerUrls = new("initial-advertise-peer-urls", "URLS", "http://localhost:2380",
        "URLs of this member that other members are told.");
    public static readonly ServerSetting InitialCluster = new("initial-cluster", "NAME=URL", "",
        "All members that a new cluster begins with, or those of the cluster to join; NAME=URL for each, separated by commas. Without it, this member.");
    public static readonly ServerSetting InitialClusterState = new("initial-cluster-state", "STATE", "new",
        "Whether a directory without data begins a cluster (new) or belongs to one (existing).");
    public static readonly ServerSetting InitialClusterToken = new("initial-cluster-token", "TOKEN", "etcd-cluster",
        "Keeps clusters apart that begin with the same members.");
    public static readonly ServerSetting HeartbeatInterval = new("heartbeat-interval", "MS", "30",
        "Milliseconds between the heartbeats of a leader.");
    public static readonly ServerSetting ElectionTimeout = new("election-timeout", "MS", "150",
        "Milliseconds without a leader until an election, drawn each time from one to two times this; at least five heartbeats.");
    public static readonly ServerSetting ReadLease = new("read-lease", "BOOL", "true",
        "Whether this member, while it leads, answers linearizable reads under a lease, without asking the others; it relies on clocks that run evenly.");
    public static readonly ServerSetting Follow = new("follow", "MEMBER", "",
        "Name or id of the member from which this one gets the log while it is a learner, to spare the leader; without it, from the leader.");
    public static readonly ServerSetting QuotaBackendBytes = new("quota-backend-bytes", "BYTES", "0",
        "Bytes of the states of all groups together above which writes are refused; 0 is 2 GiB, a negative number no limit.");
    public static readonly ServerSetting AutoCompactionMode = new("auto-compaction-mode", "MODE", "periodic",
        "What --auto-compaction-retention counts: time (periodic) or revisions (revision).");
    public static readonly ServerSetting AutoCompactionRetention = new("auto-compaction-retention", "AMOUNT", "0",
        "History that is kept: 5m, 24 (hours), or a number of revisions; 0 keeps everything.");
    public static readonly ServerSetting SnapshotCount = new("snapshot-count", "N", "100000",
        "Log entries after which a snapshot is taken.");
    public static readonly ServerSetting MaxRequestBytes = new("max-request-bytes", "BYTES", "1572864",
        "Bytes that a request may have; on every member the same.");
    public static readonly ServerSetting MaxTxnOps = new("max-txn-ops", "N", "128", "Operations that a transaction may have.");
    public static readonly ServerSetting CertFile = new("cert-file", "FILE", "", "Certificate of the server, PEM, with its chain.");
    public static readonly ServerSetting KeyFile = new("key-file", "FILE", "", "Key of the certificate, PEM, not encrypted.");
    public static readonly ServerSetting TrustedCaFile = new("trusted-ca-file", "FILE", "",
        "Authorities of clients, PEM; clients must then show a certificate.");
    public static readonly ServerSetting ClientCertAuth = new("client-cert-auth", null, "",
        "Ask clients for a certificate and take its common name for the user's.");
    public static readonly ServerSetting InitialCorruptCheck = new("experimental-initial-corrupt-check", null, "",
        "Compare what this member holds with the others before it serves, and do not start when it differs.");
    public static readonly ServerSetting CorruptCheckTime = new("experimental-corrupt-check-time", "DURATION", "0s",
        "Time between comparisons of what the members hold; 0s: by what they cost, from 10s to 10m.");
    public static readonly ServerSetting PeerCertFile = new("peer-cert-file", "FILE", "", "As --cert-file, towards other members.");
    public static readonly ServerSetting PeerKeyFile = new("peer-key-file", "FILE", "", "As --key-file, towards other members.");
    public static readonly ServerSetting PeerTrustedCaFile = new("peer-trusted-ca-file", "FILE", "",
        "Authorities of other members, PEM; needed with https:// peer URLs, as members show each other certificates.");
    public static readonly ServerSetting PeerClientCertAuth = new("peer-client-cert-auth", null, "",
        "Accepted for etcd's sake: other members must always show a certificate.");
    public static readonly ServerSetting Insecure = new("insecure", null, "", "Allow http:// URLs, on loopback addresses only.");
    public static readonly ServerSetting LogFormat = new("log-format", "FORMAT", "text", "How to log on standard error: text or json.");
    public static readonly ServerSetting LogLevel = new("log-level", "LEVEL", "info", "From which level on: debug, info, warn or error.");

    /// <summary>All of them, in the order of the help.</summary>
    public static readonly IReadOnlyList<ServerSetting> All =
    [
        Name, DataDir, ListenClientUrls, AdvertiseClientUrls, Insecure,
        CertFile, KeyFile, TrustedCaFile, ClientCertAuth,
        QuotaBackendBytes, AutoCompactionMode, AutoCompactionRetention, SnapshotCount, MaxRequestBytes, MaxTxnOps,
        ListenPeerUrls, InitialAdvertisePeerUrls, InitialCluster, InitialClusterState, InitialClusterToken,
        HeartbeatInterval, ElectionTimeout, ReadLease, Follow, InitialCorruptCheck, CorruptCheckTime,
        PeerCertFile, PeerKeyFile, PeerTrustedCaFile, PeerClientCertAuth,
        LogFormat, LogLevel,
    ];
}
