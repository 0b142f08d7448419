namespace Runink.Pipelines.Features;

/// <summary>What a step may carry below its line.</summary>
public enum StepArgument
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>A doc string, required.</summary>
    DocString,

    /// <summary>A table, required.</summary>
    Table,

    /// <summary>A table of options, may be left out.</summary>
    OptionalTable,
}

/// <summary>
/// One row of the step catalogue: a step that a feature may use. Data only; the planner acts on <see cref="Id"/>.
/// </summary>
/// <param name="Id">Stable name, for example <c>source.table</c>. Several expressions may share one meaning and so one id.</param>
/// <param name="Expression">The Cucumber Expression that a step's text must match whole.</param>
/// <param name="Roles">What each parameter of the expression means, in order: <c>table</c>, <c>uri</c>, <c>as</c>, ….</param>
/// <param name="Summary">What the step does, in one sentence.</param>
/// <param name="Example">A step as one would write it, its argument included.</param>
public sealed record StepDefinition(string Id, string Expression, string[] Roles, string Summary, string Example)
{
    /// <summary><c>Given</c>, <c>When</c> or <c>Then</c>: where the step belongs; for readers, not for matching.</summary>
    public required string Section { get; init; }

    /// <summary>What may stand below the line.</summary>
    public StepArgument Argument { get; init; }
}
