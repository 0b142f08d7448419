namespace Runink.Data.Engines;

/// <summary>
/// All that a locked instance may still reach. Paths are compared as text after the engine has made them absolute and
/// taken out <c>..</c>; symbolic links are the caller's to resolve first.
/// </summary>
/// <param name="AllowedDirectories">Directories that may be read and written, with everything below them.</param>
/// <param name="AllowedPaths">Single files that may be read and written.</param>
public sealed record EngineWalls(IReadOnlyList<string> AllowedDirectories, IReadOnlyList<string> AllowedPaths)
{
    /// <summary>No file at all, except what the engine spills.</summary>
    public static EngineWalls NoFiles { get; } = new([], []);
}
