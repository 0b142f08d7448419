namespace Runink.Data.Engines;

/// <summary>
/// All that a locked instance may still reach. The engine compares paths after it has followed links and taken out
/// <c>..</c>, so neither leads out; a link that is swapped between check and use is for the sandbox to stop.
/// </summary>
/// <param name="AllowedDirectories">Directories that may be read and written, with everything below them.</param>
/// <param name="AllowedPaths">Single files that may be read and written.</param>
public sealed record EngineWalls(IReadOnlyList<string> AllowedDirectories, IReadOnlyList<string> AllowedPaths)
{
    /// <summary>No file at all, except what the engine spills.</summary>
    public static EngineWalls NoFiles { get; } = new([], []);
}
