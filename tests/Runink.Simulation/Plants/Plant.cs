namespace Runink.Simulation;

/// <summary>A deliberate bug, made by editing the source of a part of the product.</summary>
/// <param name="Name">What it is called on the command line.</param>
/// <param name="Breaks">The rule that it breaks, in one line.</param>
/// <param name="Edits">What to change.</param>
public sealed record Plant(string Name, string Breaks, params IReadOnlyList<SourceEdit> Edits)
{
    /// <summary>A bug in one place.</summary>
    public Plant(string name, string breaks, string file, string before, string after)
        : this(name, breaks, new SourceEdit(file, before, after))
    {
    }

    /// <summary>Where it is planted.</summary>
    public PlantedPart Part { get; init; } = PlantedPart.Core;

    /// <summary>The profile that troubles what the bug is about: by it the bug is hunted.</summary>
    public string Profile { get; init; } = ProfileCatalog.Mixed.Name;
}
