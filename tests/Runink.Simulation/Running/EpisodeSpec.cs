using System.Collections.Immutable;
using System.Text;

namespace Runink.Simulation;

/// <summary>
/// All that it takes to bring an episode back: it can be said in one command line. Immutable.
/// </summary>
/// <param name="Seed">Seeds the plan, and what happens.</param>
/// <param name="Profile">By which profile the plan is drawn.</param>
/// <param name="Steps">Steps until everything is healed.</param>
public sealed record EpisodeSpec(ulong Seed, Profile Profile, long Steps)
{
    /// <summary>How many nodes found the group; null to let the seed decide.</summary>
    public int? Nodes { get; init; }

    /// <summary>Another history of the same plan.</summary>
    public int Variation { get; init; }

    /// <summary>Kinds of faults that do not happen.</summary>
    public ImmutableSortedSet<FaultKind> Without { get; init; } = [];

    /// <summary>Single faults that are let through; null for all.</summary>
    public ImmutableSortedSet<string>? Only { get; init; }

    public FaultSelection Selection => new(Only);

    public EpisodePlan Plan()
    {
        var plan = Profile.Draw(Seed, Steps, Nodes);
        var faults = plan.Faults;
        foreach (var kind in Without) faults = faults.Without(kind);
        return plan with { Faults = faults, Seed = Variation == 0 ? Seed : Mixer.Mix(Seed + (ulong)Variation) };
    }

    /// <summary>The arguments that bring it back.</summary>
    public string ToArguments()
    {
        var text = new StringBuilder($"--episode --seed {Seed} --steps {Steps} --profile {Profile.Name}");
        if (Nodes is { } nodes) text.Append($" --nodes {nodes}");
        if (Variation > 0) text.Append($" --variation {Variation}");
        if (!Without.IsEmpty) text.Append($" --without {string.Join(',', Without.Select(FaultNames.Of))}");
        if (Only is not null) text.Append($" --only {(Only.IsEmpty ? "none" : string.Join(',', Only))}");
        return text.ToString();
    }
}
