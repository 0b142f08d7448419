using System.Collections.Immutable;

namespace Runink.Simulation;

/// <summary>What the caller wants, as given on the command line.</summary>
public sealed record CommandLine
{
    /// <summary>The first seed; null for a fresh one.</summary>
    public ulong? Seed { get; init; }

    /// <summary>Steps for each seed.</summary>
    public long Steps { get; init; } = 1_000_000;

    /// <summary>How many seeds, one after the other.</summary>
    public int Seeds { get; init; } = 1;

    /// <summary>Nodes that found each group; null to let the seeds decide.</summary>
    public int? Nodes { get; init; }

    public Profile Profile { get; init; } = ProfileCatalog.Mixed;

    /// <summary>A deliberate bug to find, or null.</summary>
    public string? Plant { get; init; }

    public bool ListPlants { get; init; }

    public bool ListProfiles { get; init; }

    public bool Help { get; init; }

    /// <summary>Whether the whole history is printed.</summary>
    public bool Trace { get; init; }

    /// <summary>Whether the seed is that of one episode, of which the other words are about.</summary>
    public bool Episode { get; init; }

    /// <summary>Seconds that shrinking a failure may take; zero for none.</summary>
    public int ShrinkSeconds { get; init; } = 30;

    public int Variation { get; init; }

    public ImmutableSortedSet<FaultKind> Without { get; init; } = [];

    public ImmutableSortedSet<string>? Only { get; init; }

    /// <summary>The episode that these words describe.</summary>
    public EpisodeSpec ToSpec(ulong seed) =>
        new(seed, Profile, Steps) { Nodes = Nodes, Variation = Variation, Without = Without, Only = Only };
}
