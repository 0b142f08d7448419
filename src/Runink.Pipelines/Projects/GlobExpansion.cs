namespace Runink.Pipelines.Projects;

/// <summary>The files that a path, directory or glob stands for at this moment.</summary>
/// <param name="Files">Paths as <see cref="PathResolution.Relative"/>, sorted by code unit, without duplicates.</param>
/// <param name="Refusal">Why it may not be read, or null.</param>
public sealed record GlobExpansion(IReadOnlyList<string> Files, string? Refusal);
