namespace Runink.Simulation;

/// <summary>Looks for a planted bug, seed after seed; each seed is one episode.</summary>
/// <param name="Seeds">How many seeds, from 1.</param>
/// <param name="Steps">Steps of an episode until everything is healed.</param>
/// <param name="Profiles">By which profiles the episodes are drawn, in turn.</param>
public sealed record Hunt(int Seeds, long Steps, IReadOnlyList<string> Profiles)
{
    /// <summary>Runs every seed with the bug in the core.</summary>
    public HuntResult For(Plant plant)
    {
        var episode = PlantedProgram.Load(plant).Bind<Func<ulong, long, string, (string? Rule, long Steps)>>(RunEpisode);
        var rules = new SortedDictionary<string, int>(StringComparer.Ordinal);
        var (found, steps, stepsToFirst) = (0, 0L, 0L);
        for (var seed = 1; seed <= Seeds; seed++)
        {
            var (rule, taken) = episode((ulong)seed, Steps, Profiles[(seed - 1) % Profiles.Count]);
            steps += taken;
            if (rule is null) continue;
            if (found++ == 0) stepsToFirst = steps;
            rules[rule] = rules.GetValueOrDefault(rule) + 1;
        }

        return new HuntResult(plant, Seeds, found, stepsToFirst, rules);
    }

    /// <summary>One episode, in the words that the planted program and this one share.</summary>
    /// <returns>The rule that was broken, or null, and the steps that it took.</returns>
    public static (string? Rule, long Steps) RunEpisode(ulong seed, long steps, string profile)
    {
        var result = new Episode(new EpisodeSpec(seed, ProfileCatalog.Find(profile)!, steps)).Run();
        return (result.Violation?.Rule, result.Tally.Steps);
    }
}
