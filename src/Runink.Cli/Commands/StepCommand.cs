using Runink.Cli.Output;

namespace Runink.Cli.Commands;

/// <summary><c>runi step</c>: programs and C# code that are steps of pipelines.</summary>
internal sealed class StepCommand : CliCommand
{
    /// <summary>The command.</summary>
    public StepCommand(Terminal terminal)
        : base("step", "Write and try steps of one's own: C#, or programs in any language.", "Write")
    {
        Add(new StepNewCommand(terminal));
        Add(new StepListCommand(terminal));
        Add(new StepTestCommand(terminal));
        Add(new StepHostCommand());
    }

    /// <inheritdoc/>
    public override IReadOnlyList<Example> Examples =>
    [
        new("runi step new Grade", "A step in C# that works, and the line for the feature."),
        new("runi step list", "The steps of this project, and who uses them."),
        new("runi step test steps/Grade.cs", "Pass a few made-up records through one."),
    ];
}
