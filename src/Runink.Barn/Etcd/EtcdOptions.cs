namespace Runink.Barn;

/// <summary>How the API of a node answers. Immutable.</summary>
public sealed record EtcdOptions
{
    /// <summary>The name of the member.</summary>
    public string Name { get; init; } = "default";

    /// <summary>Where clients reach the member.</summary>
    public IReadOnlyList<string> ClientUrls { get; init; } = [];

    /// <summary>Where other members reach it.</summary>
    public IReadOnlyList<string> PeerUrls { get; init; } = [];

    /// <summary>Whether other members can join: the server listens for them.</summary>
    public bool AcceptsMembers { get; init; }

    /// <summary>The longest list of a transaction.</summary>
    public int MaxTxnOperations { get; init; } = 128;

    /// <summary>Time between two progress notices to a watch that asked for them and hears nothing else.</summary>
    public TimeSpan WatchProgressInterval { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>Watches on one stream, at most; more are refused as too many.</summary>
    public int MaxWatchesPerStream { get; init; } = 100_000;

    /// <summary>Bytes that the watches of all streams and groups may take here, at most, about; more are refused as too many.</summary>
    public long MaxWatchBytes { get; init; } = 512 << 20;

    /// <summary>Whether the common name of a client's certificate stands for a user when there is no token.</summary>
    public bool ClientCertificateAuth { get; init; }

    /// <summary>How long a token is good.</summary>
    public TimeSpan TokenLifetime { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>How often a password is hashed.</summary>
    public int PasswordIterations { get; init; } = 600_000;
}
