namespace Runink.Simulation;

/// <summary>Looks for a planted bug, seed after seed; each seed is one episode.</summary>
/// <param name="Seeds">How many seeds, from 1, at most.</param>
/// <param name="Enough">After how many findings it stops.</param>
/// <param name="Steps">Steps of an episode until everything is healed.</param>
/// <param name="Profile">By which profile the episodes are drawn; null for that of the plant.</param>
public sealed record Hunt(int Seeds, int Enough, long Steps, string? Profile)
{
    /// <summary>Runs seeds with the bug in the core.</summary>
    public HuntResult For(Plant plant)
    {
        var episode = PlantedProgram.Load(plant).Bind<Func<ulong, long, string, (string? Rule, long Steps)>>(RunEpisode);
        var profile = Profile ?? plant.Profile;
        var rules = new SortedDictionary<string, int>(StringComparer.Ordinal);
        var (seeds, found, steps, stepsToFirst) = (0, 0, 0L, 0L);
        while (seeds < Seeds && found < Enough)
        {
            var (rule, taken) = episode((ulong)++seeds, Steps, profile);
            steps += taken;
            if (rule is null) continue;
            if (found++ == 0) stepsToFirst = steps;
            rules[rule] = rules.GetValueOrDefault(rule) + 1;
        }

        return new HuntResult(plant, profile, seeds, found, stepsToFirst, rules);
    }

    /// <summary>One episode, in the words that the planted program and this one share.</summary>
    /// <returns>The rule that was broken, or null, and the steps that it took.</returns>
    public static (string? Rule, long Steps) RunEpisode(ulong seed, long steps, string profile)
    {
        if (profile == BarnPlants.Profile)
        {
            var tally = BarnClusterEpisode.Run(seed, steps);
            return (tally.Violation?.Rule, tally.Steps);
        }

        var result = new Episode(new EpisodeSpec(seed, ProfileCatalog.Find(profile)!, steps)).Run();
        return (result.Violation?.Rule, result.Tally.Steps);
    }
}
