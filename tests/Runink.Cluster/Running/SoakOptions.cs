namespace Runink.Cluster;

/// <summary>A run of faults under load.</summary>
internal sealed record SoakOptions
{
    public const int UsualRate = 400;
    public const int UsualElection = 1000;

    public required ulong Seed { get; init; }

    public int Nodes { get; init; } = 3;

    /// <summary>How long faults go on.</summary>
    public required TimeSpan Duration { get; init; }

    /// <summary>How many faults at most.</summary>
    public int MostFaults { get; init; } = int.MaxValue;

    /// <summary>How long one fault lasts at most.</summary>
    public int MostSeconds { get; init; } = 30;

    public int Clients { get; init; } = 8;

    /// <summary>Operations on objects a second, of all clients together, at most: a soak can run beside other work.</summary>
    public int Rate { get; init; } = UsualRate;

    /// <summary>Milliseconds after which a leader is missed; a fifth of it between heartbeats. Long, so that a slow machine is no fault by itself.</summary>
    public int Election { get; init; } = UsualElection;

    /// <summary>Which faults; drawn without putting back until all have happened, and again.</summary>
    public IReadOnlyList<FaultKind> Faults { get; init; } = Enum.GetValues<FaultKind>();
}
