using Runink.Pipelines.Diagnostics;
using Runink.Pipelines.Types;

namespace Runink.Pipelines.Planning;

/// <summary>What a dataset check measures.</summary>
public enum CheckKind
{
    /// <summary>Share of the records read that passed, in percent, at least <see cref="CheckPlan.Minimum"/>.</summary>
    PassRate,

    /// <summary>Rows of the flow between minimum and maximum.</summary>
    RowCount,

    /// <summary>No null in <see cref="CheckPlan.Fields"/>.</summary>
    NotNull,

    /// <summary>No two rows agree on all of <see cref="CheckPlan.Fields"/>.</summary>
    Unique,
}

/// <summary>Whether a broken check stops the publication.</summary>
public enum CheckSeverity
{
    /// <summary>Publishes and says so.</summary>
    Warn,

    /// <summary>Publishes the dead letters only; the run fails.</summary>
    Error,
}

/// <summary>A check over a whole flow, judged before anything is published.</summary>
public sealed record CheckPlan
{
    /// <summary>What is measured.</summary>
    public required CheckKind Kind { get; init; }

    /// <summary>Text that names it in reports, for example <c>at least 95% of records pass</c>.</summary>
    public required string Name { get; init; }

    /// <summary>The step that asked for it.</summary>
    public required SourceSpan At { get; init; }

    /// <summary>Id of the node whose flow is measured; null for <see cref="CheckKind.PassRate"/>, which is about the scenario.</summary>
    public int? Input { get; init; }

    /// <summary>Columns it is about.</summary>
    public EquatableList<string> Fields { get; init; } = [];

    /// <summary>Lower bound, inclusive.</summary>
    public double? Minimum { get; init; }

    /// <summary>Upper bound, inclusive.</summary>
    public double? Maximum { get; init; }

    /// <summary>What a broken check does.</summary>
    public CheckSeverity Severity { get; init; } = CheckSeverity.Error;
}
