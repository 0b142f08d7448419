using Runink.Pipelines.Features.Catalogue;

namespace Runink.Pipelines.Features;

/// <summary>
/// Every step that a feature may use, as data. <c>runi steps</c> and docs/reference/steps.md are made from it. Parameter types:
/// <c>{flow}</c> a name; <c>{flows}</c> names joined by commas and "and"; <c>{percent}</c> a number with a percent sign;
/// <c>{string}</c> quoted text.
/// </summary>
public static class StepCatalogue
{
    /// <summary>Rises when a step's meaning changes; part of every plan hash.</summary>
    public const int Version = 1;

    /// <summary>The definitions, grouped by section.</summary>
    public static readonly IReadOnlyList<StepDefinition> All = [.. GivenSteps.All, .. WhenSteps.All, .. ThenSteps.All];
}
