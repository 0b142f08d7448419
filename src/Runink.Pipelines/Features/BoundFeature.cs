using Runink.Pipelines.Diagnostics;

namespace Runink.Pipelines.Features;

/// <summary>
/// A feature whose every step found exactly one definition. Outlines are expanded; the background is part of each scenario.
/// </summary>
/// <param name="File">Path relative to the project root.</param>
/// <param name="Name">Title.</param>
/// <param name="Tags">Tags of the feature; each scenario has them too.</param>
/// <param name="Scenarios">In file order.</param>
public sealed record BoundFeature(string File, string Name, IReadOnlyList<Tag> Tags, IReadOnlyList<BoundScenario> Scenarios);

/// <summary>A scenario of a feature: a pipeline, or with <c>@test</c> a test of one.</summary>
/// <param name="Name">Name, placeholders filled.</param>
/// <param name="Tags">Those of the example row's table, the scenario's, then the feature's: the first of a name holds.</param>
/// <param name="Steps">Background steps first.</param>
/// <param name="At">The scenario's header line.</param>
public sealed record BoundScenario(string Name, IReadOnlyList<Tag> Tags, IReadOnlyList<BoundStep> Steps, SourceSpan At)
{
    /// <summary>Whether it tests another scenario instead of being one.</summary>
    public bool IsTest => Tags.Any(tag => string.Equals(tag.Name, "test", StringComparison.Ordinal));
}

/// <summary>A tag, split at its first colon: <c>@memory:1Gi</c> has the name <c>memory</c> and the value <c>1Gi</c>.</summary>
public sealed record Tag(string Name, string? Value, SourceSpan At);

/// <summary>A step with its definition and the values it gave.</summary>
/// <param name="Definition">The only definition that matches.</param>
/// <param name="Values">
/// One per parameter, in order of <see cref="StepDefinition.Roles"/>; text as written, quotes removed, escaped quotes undone.
/// </param>
/// <param name="At">The step's text, without its keyword.</param>
public sealed record BoundStep(StepDefinition Definition, IReadOnlyList<StepValue> Values, SourceSpan At)
{
    /// <summary>The table below the step.</summary>
    public StepTable? Table { get; init; }

    /// <summary>The doc string below the step.</summary>
    public StepDocString? DocString { get; init; }

    /// <summary>The value with that role, or null when the expression has no such parameter.</summary>
    public StepValue? Value(string role)
    {
        var index = Array.IndexOf(Definition.Roles, role);
        return index < 0 ? null : Values[index];
    }
}

/// <summary>A value taken from a step's text or a table cell, and where it stands.</summary>
public sealed record StepValue(string Text, SourceSpan At);

/// <summary>A data table: the first row names the columns. Cells are trimmed, escapes undone.</summary>
public sealed record StepTable(IReadOnlyList<StepValue> Header, IReadOnlyList<IReadOnlyList<StepValue>> Rows, SourceSpan At);

/// <summary>
/// A doc string. <paramref name="At"/> is where its content begins: the first line below the delimiter, at the delimiter's
/// column, up to which all lines lose their indentation.
/// </summary>
public sealed record StepDocString(string? MediaType, string Content, SourceSpan At);
