using System.Collections.Immutable;

namespace Runink.Simulation;

/// <summary>Which faults of an episode are let through.</summary>
/// <param name="Only">The only ones, or null for all.</param>
public sealed record FaultSelection(ImmutableSortedSet<string>? Only = null)
{
    public static FaultSelection All { get; } = new();

    public bool Allows(FaultEvent fault) => Only is null || Only.Contains(fault.ToString());
}
