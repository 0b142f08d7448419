using System.CommandLine;
using Runink.Cli.Output;
using Runink.Cli.Projects;
using Runink.Pipelines.Diagnostics;
using Runink.Pipelines.Planning;

namespace Runink.Cli.Commands;

/// <summary><c>runi explain</c>: the plan of features, with the type and sensitivity of every column.</summary>
internal sealed class ExplainCommand : CliCommand
{
    private readonly FeatureOptions _features = new();
    private readonly Option<string?> _scenario = new("--scenario")
    {
        Description = "Only the scenario of that name.",
        HelpName = "NAME",
    };
    private readonly Option<string> _output = OutputFormat.Option("text", "json");

    /// <summary>The command.</summary>
    public ExplainCommand(Terminal terminal)
        : base("explain", "Show the plan: every step with its columns, their types and sensitivity.", "Write")
    {
        _features.AddTo(this);
        Add(_scenario);
        Add(_output);
        SetAction(parsed =>
        {
            var plan = ScenarioChoice.Pick(_features.Load(parsed, DateTimeOffset.UtcNow), parsed.GetValue(_scenario), terminal);
            if (parsed.GetValue(_output) == "json") terminal.Out.WriteLine(PlanRenderer.Json(plan));
            else terminal.Out.Write(PlanRenderer.Text(plan));
            return ExitCodes.Ok;
        });
    }

    /// <inheritdoc/>
    public override IReadOnlyList<Example> Examples =>
    [
        new("runi explain features/orders.feature", "As a tree."),
        new("runi explain features/orders.feature -o json", "For tools."),
    ];
}
