using System.CommandLine;
using Runink.Execution.Steps;

namespace Runink.Cli.Commands;

/// <summary><c>runi step host</c>: what runs a compiled C# step; not for people, so it is not in the help.</summary>
internal sealed class StepHostCommand : CliCommand
{
    private readonly Argument<string> _file = new("file") { Description = "The compiled step." };

    /// <summary>The command.</summary>
    public StepHostCommand() : base("host", "Pass records on standard input through a compiled step.")
    {
        Hidden = true;
        Add(_file);
        SetAction(parsed =>
        {
            // Records go over the real output: a step that prints must not spoil them.
            Console.SetOut(Console.Error);
            return StepHost.Run(parsed.GetValue(_file)!, Console.OpenStandardInput(), Console.OpenStandardOutput(), Console.Error);
        });
    }

    /// <inheritdoc/>
    public override IReadOnlyList<Example> Examples => [];
}
