using System.Collections.Immutable;

namespace Runink.Simulation;

/// <summary>
/// How often each fault happens: the mean time between two of a kind in nanoseconds, zero for never. Immutable.
/// </summary>
public sealed class FaultRates
{
    private static readonly int KindCount = Enum.GetValues<FaultKind>().Length;
    private readonly ImmutableArray<long> _intervals;

    private FaultRates(ImmutableArray<long> intervals) => _intervals = intervals;

    public static FaultRates None { get; } = new([.. new long[KindCount]]);

    public long this[FaultKind kind] => _intervals[(int)kind];

    public FaultRates With(FaultKind kind, long meanInterval) => new(_intervals.SetItem((int)kind, meanInterval));

    public FaultRates Without(FaultKind kind) => With(kind, 0);

    /// <summary>The kinds that happen.</summary>
    public IEnumerable<FaultKind> Active => Enum.GetValues<FaultKind>().Where(kind => this[kind] > 0);
}
