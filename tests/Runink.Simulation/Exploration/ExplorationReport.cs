using System.Globalization;

namespace Runink.Simulation;

/// <summary>What an exploration found.</summary>
public sealed record ExplorationReport
{
    public required Scope Scope { get; init; }

    /// <summary>Different states visited, up to the names of interchangeable nodes.</summary>
    public required long States { get; init; }

    /// <summary>Moves carried out.</summary>
    public required long Transitions { get; init; }

    /// <summary>Moves from the start to the farthest state.</summary>
    public required int Depth { get; init; }

    /// <summary>States that were found and not gone on from; zero when the scope is closed.</summary>
    public required long Frontier { get; init; }

    /// <summary>Different states of a single node.</summary>
    public required int Locals { get; init; }

    /// <summary>Different messages.</summary>
    public required int Messages { get; init; }

    public required int Pasts { get; init; }

    /// <summary>Whether it stopped at the limit of states.</summary>
    public required bool IsCapped { get; init; }

    /// <summary>Pairs of node and message that were checked to be without effect, as dropping the message supposed.</summary>
    public required long Audited { get; init; }

    /// <summary>The rule that is broken, or null.</summary>
    public required string? Broken { get; init; }

    /// <summary>How it came to be broken.</summary>
    public required IReadOnlyList<string> Trace { get; init; }

    public required TimeSpan Elapsed { get; init; }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture,
        $"scope={Scope.Name} states={States} transitions={Transitions} depth={Depth} frontier={Frontier} "
        + $"capped={(IsCapped ? "yes" : "no")} nodes={Locals} messages={Messages} pasts={Pasts} "
        + $"audited={Audited} seconds={Elapsed.TotalSeconds:0.0} violations={(Broken is null ? 0 : 1)}");
}
