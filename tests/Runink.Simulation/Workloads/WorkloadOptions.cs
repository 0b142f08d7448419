using System.Collections.Immutable;

namespace Runink.Simulation;

/// <summary>What clients do.</summary>
public sealed record WorkloadOptions
{
    /// <summary>Every kind of object.</summary>
    public static readonly ImmutableArray<ObjectKind> AllKinds =
        [ObjectKind.Register, ObjectKind.CasRegister, ObjectKind.List, ObjectKind.Set];

    /// <summary>The kinds of objects that are used, one as often as the other.</summary>
    public ImmutableArray<ObjectKind> Kinds { get; init; } = AllKinds;

    /// <summary>Objects of each kind at one time; the first ones are used more often than the last.</summary>
    public int Slots { get; init; } = 2;

    /// <summary>Operations on an object before the next generation takes its slot.</summary>
    public int OperationsPerObject { get; init; } = 200;

    /// <summary>Operations, in a million, that change nothing.</summary>
    public int ReadPartsPerMillion { get; init; } = 500_000;

    /// <summary>Different elements that are put into a set.</summary>
    public int Elements { get; init; } = 6;
}
