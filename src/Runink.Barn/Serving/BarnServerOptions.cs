namespace Runink.Barn;

/// <summary>Everything a Barn server is started with; the defaults are etcd's, except for how fast a new leader is found.</summary>
public sealed record BarnServerOptions
{
    /// <summary>Name of the member, for people.</summary>
    public string Name { get; init; } = "default";

    /// <summary>Directory of log and snapshots; made when it does not exist.</summary>
    public required string DataDirectory { get; init; }

    /// <summary>Where clients are served; at least one.</summary>
    public required IReadOnlyList<ListenAddress> ListenClients { get; init; }

    /// <summary>URLs that clients are told in the list of members.</summary>
    public IReadOnlyList<string> AdvertiseClientUrls { get; init; } = [];

    /// <summary>URLs of the member in the list of members, for other members. Its id is made from them and the token.</summary>
    public IReadOnlyList<string> AdvertisePeerUrls { get; init; } = [];

    /// <summary>Keeps clusters apart that were started alike: the ids of cluster and member are made from it.</summary>
    public string ClusterToken { get; init; } = "etcd-cluster";

    /// <summary>
    /// The members that a new cluster begins with, or whom a node that joins one asks who it is; this member is among them. Empty: this
    /// member alone.
    /// </summary>
    public IReadOnlyList<InitialMember> InitialCluster { get; init; } = [];

    /// <summary>Where other members are served; none for a cluster of one that will stay so.</summary>
    public IReadOnlyList<ListenAddress> ListenPeers { get; init; } = [];

    /// <summary>For peer addresses with TLS, and towards members that have such; null when there are none.</summary>
    public TlsFiles? PeerTls { get; init; }

    /// <summary>Whether a directory without data may become a new cluster; else it joins one.</summary>
    public bool MayBeginCluster { get; init; } = true;

    /// <summary>Time between heartbeats: one tick of consensus.</summary>
    public TimeSpan HeartbeatInterval { get; init; } = TimeSpan.FromMilliseconds(30);

    /// <summary>Time without a leader after which an election begins: drawn each time from one to two times this.</summary>
    public TimeSpan ElectionTimeout { get; init; } = TimeSpan.FromMilliseconds(150);

    /// <summary>
    /// Name or id (hexadecimal) of the member whose copy of the log this one follows while it is a learner, to spare the leader; null to
    /// follow the leader.
    /// </summary>
    public string? Follows { get; init; }

    /// <summary>Whether this member, while it leads, answers linearizable reads under a lease, without asking the others.</summary>
    public bool ReadsByLease { get; init; } = true;

    /// <summary>Bytes of the states of all groups together above which writes are refused; null: no limit.</summary>
    public long? QuotaBytes { get; init; } = 2L << 30;

    /// <summary>What is compacted without being asked.</summary>
    public AutoCompaction AutoCompaction { get; init; } = AutoCompaction.Off;

    /// <summary>Entries after which a snapshot is taken.</summary>
    public long SnapshotEntries { get; init; } = 100_000;

    /// <summary>Bytes that a request may have.</summary>
    public int MaxRequestBytes { get; init; } = 3 << 19;

    /// <summary>Operations that a transaction may have.</summary>
    public int MaxTxnOperations { get; init; } = 128;

    /// <summary>Whether this member is compared with the others before it serves clients, and does not start when it differs.</summary>
    public bool InitialCorruptCheck { get; init; }

    /// <summary>
    /// Time between two comparisons of what the members hold; null: ten seconds to ten minutes, so that they take about a hundredth of a core.
    /// </summary>
    public TimeSpan? CorruptCheckInterval { get; init; }

    /// <summary>For addresses with TLS; null when there are none.</summary>
    public TlsFiles? Tls { get; init; }
}
