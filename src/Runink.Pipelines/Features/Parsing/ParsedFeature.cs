using Runink.Pipelines.Diagnostics;

namespace Runink.Pipelines.Features.Parsing;

/// <summary>What a feature file says, before any of it is understood. Every text knows its place.</summary>
internal sealed class ParsedFeature(StepValue name, List<Tag> tags)
{
    public StepValue Name { get; } = name;

    public List<Tag> Tags { get; } = tags;

    /// <summary>The prose under the header, line by line.</summary>
    public List<StepValue> Description { get; } = [];

    public ParsedScenario? Background { get; set; }

    public List<ParsedScenario> Scenarios { get; } = [];
}

/// <summary>A scenario, an outline of scenarios, or the background.</summary>
internal sealed class ParsedScenario(StepValue header, StepValue name, List<Tag> tags, bool isOutline)
{
    /// <summary>The whole header line.</summary>
    public StepValue Header { get; } = header;

    public StepValue Name { get; } = name;

    public List<Tag> Tags { get; } = tags;

    public bool IsOutline { get; } = isOutline;

    public List<StepValue> Description { get; } = [];

    public List<ParsedStep> Steps { get; } = [];

    public List<ParsedExamples> Examples { get; } = [];
}

/// <summary>A table of values for the placeholders of an outline.</summary>
internal sealed class ParsedExamples(StepValue header, List<Tag> tags)
{
    public StepValue Header { get; } = header;

    public List<Tag> Tags { get; } = tags;

    public List<StepValue> Description { get; } = [];

    /// <summary>The first row names the placeholders.</summary>
    public List<ParsedRow> Rows { get; } = [];
}

/// <summary>A step and what stands below it.</summary>
internal sealed record ParsedStep(string Keyword, StepValue Text)
{
    public List<ParsedRow> Rows { get; init; } = [];

    public StepDocString? DocString { get; set; }

    /// <summary>In a step made from an outline: for each character of the text, where it stands in the outline's text.</summary>
    public int[]? Origins { get; init; }

    /// <summary>Where a part of the text stands in the file.</summary>
    public SourceSpan Span(int start, int length) => Origins is { } origins
        ? Text.At.Within(origins[start], origins[start + length] - origins[start])
        : Text.At.Within(start, length);
}

/// <summary>A row of a table; <paramref name="Line"/> is the whole row.</summary>
internal sealed record ParsedRow(StepValue Line, IReadOnlyList<StepValue> Cells);
