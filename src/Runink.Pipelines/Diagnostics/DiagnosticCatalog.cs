using Runink.Pipelines.Contracts;
using Runink.Pipelines.Features;
using Runink.Pipelines.Planning;
using Runink.Pipelines.Planning.CSharp;
using Runink.Pipelines.Planning.Sql;
using Runink.Pipelines.Projects;

namespace Runink.Pipelines.Diagnostics;

/// <summary>Every kind of problem that this library reports. A new area adds its list here, in order of codes.</summary>
public static class DiagnosticCatalog
{
    /// <summary>All definitions, in order of their codes.</summary>
    public static IReadOnlyList<ErrorDefinition> All { get; } =
    [
        .. FeatureErrors.All,
        .. ContractErrors.All,
        .. PlanErrors.All,
        .. CSharpErrors.All,
        .. SqlErrors.All,
        .. ProjectErrors.All,
    ];
}
