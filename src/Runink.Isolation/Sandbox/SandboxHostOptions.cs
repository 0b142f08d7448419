namespace Runink.Isolation.Sandbox;

/// <summary>How an agent starts sandboxes.</summary>
public sealed record SandboxHostOptions
{
    /// <summary>
    /// Where it remembers what it started, so that another can clean up after it. Several agents may share one; made if missing.
    /// </summary>
    public required string StateDirectory { get; init; }

    /// <summary>How slices are kept apart. Never chosen by Runink.</summary>
    public IsolationDriver Driver { get; init; } = IsolationDriver.Bubblewrap;

    /// <summary>Users for slices, while the agent is root.</summary>
    public UidRange Uids { get; init; } = UidRange.Default;

    /// <summary>Where the agents of this machine agree on who uses which user. The same for all of them.</summary>
    public string UidDirectory { get; init; } = "/run/runi/uids";

    /// <summary>How long the kernel may take to end a slice that was killed.</summary>
    internal TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(10);
}
