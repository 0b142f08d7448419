namespace Runink.Simulation;

/// <summary><c>--plant NAME</c> with any other words, and <c>--list-plants</c>.</summary>
public static class PlantCommand
{
    private const string Option = "--plant";

    /// <returns>The exit code.</returns>
    public static int List(TextWriter output)
    {
        foreach (var plant in PlantCatalog.All) output.WriteLine($"{plant.Name,-36} {plant.Breaks}");
        return 0;
    }

    public static bool IsAsked(IReadOnlyList<string> words) => words.Contains(Option);

    /// <summary>Runs the rest of the command line with the bug in the core.</summary>
    /// <returns>The exit code.</returns>
    /// <exception cref="UsageException">There is no such bug.</exception>
    public static int Run(IReadOnlyList<string> words, TextWriter output)
    {
        var at = words.ToList().IndexOf(Option);
        var name = at + 1 < words.Count ? words[at + 1] : throw new UsageException($"{Option} needs a name: see --list-plants");
        var plant = PlantCatalog.Find(name) ?? throw new UsageException($"there is no plant {name}: see --list-plants");
        var code = PlantedProgram.Load(plant).Run([.. words.Take(at), .. words.Skip(at + 2)]);
        output.WriteLine($"the core was planted with {plant.Name}: to replay, add {Option} {plant.Name}");
        return code;
    }
}
