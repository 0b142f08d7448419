using Runink.Rpc;

namespace Runink.Barn.Client;

/// <summary>Which cluster a <see cref="BarnStore"/> speaks to, as whom, and how patiently. Immutable.</summary>
public sealed record BarnStoreOptions
{
    /// <summary>
    /// Addresses of members of one cluster, <c>http://host:port</c> or <c>https://host:port</c>; at least one. The first that
    /// works is used until it fails, then the next; reads go round all that work.
    /// </summary>
    public required IReadOnlyList<Uri> Endpoints { get; init; }

    /// <summary>Which certificates to trust and to show, for <c>https</c>.</summary>
    public RpcClientTls Tls { get; init; } = new();

    /// <summary>
    /// Who to be, where the cluster asks for user and password; null for nobody or for who the certificate names.
    /// </summary>
    public BarnUser? User { get; init; }

    /// <summary>How long one attempt of a call may take, and the opening of a watch.</summary>
    public TimeSpan CallTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>For how long a call is tried again where that is safe, all attempts together.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>
    /// Whether a read that takes longer than nearly all of the last ones is asked of another endpoint too; the first answer wins. At
    /// most one read of twenty is.
    /// </summary>
    public bool HedgeReads { get; init; } = true;

    /// <summary>For how long a watch without a connection tries to get one before it fails.</summary>
    public TimeSpan WatchPatience { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>The wait after all endpoints failed once; it doubles with every further round.</summary>
    public TimeSpan FirstPause { get; init; } = TimeSpan.FromMilliseconds(50);

    /// <summary>The longest wait between two rounds.</summary>
    public TimeSpan LongestPause { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>The largest answer taken, in bytes. Watches are sent in smaller pieces.</summary>
    public int MaxAnswerBytes { get; init; } = 64 << 20;

    /// <summary>Where the jitter of the pauses comes from; null for a seed of its own.</summary>
    public int? Seed { get; init; }

    /// <summary>The clock of pauses and patience.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;
}
