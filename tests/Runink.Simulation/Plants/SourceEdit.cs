namespace Runink.Simulation;

/// <summary>A change of one place in the source of a part of the product.</summary>
/// <param name="File">The file, relative to the folder of that part.</param>
/// <param name="Before">The text that stands there, in one place only.</param>
/// <param name="After">The text that takes its place.</param>
public sealed record SourceEdit(string File, string Before, string After)
{
    /// <exception cref="PlantException">The text does not stand there, or in more than one place.</exception>
    public string ApplyTo(string source)
    {
        var at = source.IndexOf(Before, StringComparison.Ordinal);
        if (at < 0) throw new PlantException($"{File} does not hold the text to replace: {Before}");
        if (source.IndexOf(Before, at + 1, StringComparison.Ordinal) >= 0)
            throw new PlantException($"{File} holds the text to replace more than once: {Before}");
        return string.Concat(source.AsSpan(0, at), After, source.AsSpan(at + Before.Length));
    }
}
