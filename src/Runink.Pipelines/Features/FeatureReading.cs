using Runink.Pipelines.Diagnostics;

namespace Runink.Pipelines.Features;

/// <summary>What reading a feature file yields.</summary>
/// <param name="Feature">The feature; null when there is any error.</param>
/// <param name="Diagnostics">Everything found, in order of the file.</param>
public sealed record FeatureReading(BoundFeature? Feature, IReadOnlyList<Diagnostic> Diagnostics);
