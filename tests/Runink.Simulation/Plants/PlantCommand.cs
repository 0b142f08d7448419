namespace Runink.Simulation;

/// <summary><c>--plant NAME</c> with any other words, and <c>--list-plants</c>.</summary>
public static class PlantCommand
{
    public const string Option = "--plant";

    /// <returns>The exit code.</returns>
    public static int List(TextWriter output)
    {
        foreach (var plant in PlantCatalog.All) output.WriteLine($"{plant.Name,-36} {plant.Breaks}");
        return 0;
    }

    /// <summary>Whether a bug is asked for, and is not in the core already.</summary>
    public static bool IsDue(IReadOnlyList<string> words) => words.Contains(Option) && !PlantedProgram.IsThisOne;

    /// <summary>Runs the same command line again with the bug in the core.</summary>
    /// <returns>The exit code.</returns>
    /// <exception cref="UsageException">There is no such bug.</exception>
    public static int Run(string[] words)
    {
        var at = Array.IndexOf(words, Option) + 1;
        var name = at < words.Length ? words[at] : throw new UsageException($"{Option} needs a name: see --list-plants");
        var plant = PlantCatalog.Find(name) ?? throw new UsageException($"there is no plant {name}: see --list-plants");
        return PlantedProgram.Load(plant).Run(words);
    }
}
