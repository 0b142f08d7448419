namespace Runink.Pipelines.Projects;

/// <summary>What became of a path that a person wrote: a place that may be used, or the reason why not.</summary>
/// <param name="Relative">
/// Relative to the project root, normalised, links resolved, forward slashes; absolute in an allowed directory outside the
/// root. Null when refused.
/// </param>
/// <param name="Absolute">The absolute path; null when refused.</param>
/// <param name="Refusal">Why it may not be used, as a sentence without a full stop; null when it may.</param>
public sealed record PathResolution(string? Relative, string? Absolute, string? Refusal);
