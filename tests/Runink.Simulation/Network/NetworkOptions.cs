namespace Runink.Simulation;

/// <summary>How a network behaves all the time; partitions come on top.</summary>
public sealed record NetworkOptions
{
    /// <summary>The shortest way, in nanoseconds.</summary>
    public long LeastDelay { get; init; } = 50_000;

    /// <summary>What comes on top on the average; it differs from message to message.</summary>
    public long MeanDelay { get; init; } = 500_000;

    /// <summary>Messages that are held up for long, in a million.</summary>
    public int LatePartsPerMillion { get; init; }

    /// <summary>For how long those are held up on the average.</summary>
    public long MeanLateness { get; init; } = 200_000_000;

    /// <summary>Messages that are lost, in a million.</summary>
    public int LossPartsPerMillion { get; init; }

    /// <summary>Messages that arrive twice, in a million.</summary>
    public int DuplicatePartsPerMillion { get; init; }

    /// <summary>Messages that arrive damaged, in a million of those that can be.</summary>
    public int DamagePartsPerMillion { get; init; }

    /// <summary>Whether messages of one link stay in order, as on one connection.</summary>
    public bool InOrder { get; init; }

    /// <summary>Messages under way, at most; more are lost.</summary>
    public int MaxUnderWay { get; init; } = 2_000;

    /// <summary>As good as it gets.</summary>
    public static NetworkOptions Healthy { get; } = new() { MeanDelay = 200_000, InOrder = true };
}
