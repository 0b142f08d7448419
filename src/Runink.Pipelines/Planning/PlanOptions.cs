using Runink.Pipelines.Features;

namespace Runink.Pipelines.Planning;

/// <summary>How features are planned. Immutable.</summary>
/// <param name="Values">What their placeholders stand for.</param>
public sealed record PlanOptions(PlaceholderValues Values);
