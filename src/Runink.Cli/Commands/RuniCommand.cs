using System.CommandLine;
using System.CommandLine.Help;
using Runink.Cli.Commands.Cluster;
using Runink.Cli.Commands.Kv;
using Runink.Cli.Commands.Server;
using Runink.Cli.Output;

namespace Runink.Cli.Commands;

/// <summary>The root: composes every command with what it needs.</summary>
internal static class RuniCommand
{
    /// <summary>Name of the program.</summary>
    public const string Name = "runi";

    /// <summary>Examples of the root help.</summary>
    public static readonly IReadOnlyList<Example> Examples =
    [
        new("runi demo", "Watch a million records being checked, masked, routed and accounted for."),
        new("runi init my-project", "Start a project of your own."),
        new("runi run features/orders.feature", "Run a pipeline."),
    ];

    /// <summary>Headings of the root help, in order.</summary>
    public static readonly IReadOnlyList<string> Groups = ["Write", "Run", "Look inside", "Serve", "Set up"];

    /// <summary>Builds the command tree. Cheap: nothing but the tree itself is made before a command runs.</summary>
    public static RootCommand Create(Terminal terminal)
    {
        var root = new RootCommand("Pipelines from feature files to governed data, in one binary.");
        foreach (var command in All(terminal)) root.Add(command);
        foreach (var option in root.Options)
        {
            if (option is HelpOption help)
            {
                help.Description = "Show help.";
                help.Aliases.Clear();
                help.Aliases.Add("-h");
                help.Action = new HelpAction(terminal);
            }
            else if (option is VersionOption version)
            {
                version.Description = "Show the version.";
                version.Action = new VersionAction(terminal);
            }
        }

        root.SetAction(parsed => new HelpAction(terminal).Invoke(parsed));
        return root;
    }

    private static IEnumerable<CliCommand> All(Terminal terminal) =>
    [
        new CheckCommand(terminal),
        new ExplainCommand(terminal),
        new StepsCommand(terminal),
        new StepCommand(terminal),
        new SynthCommand(terminal),
        new ErrorsCommand(terminal),
        new DemoCommand(terminal),
        new RunCommand(terminal),
        new ResumeCommand(terminal),
        new RunsCommand(terminal),
        new StatusCommand(terminal),
        new LogsCommand(terminal),
        new DlqCommand(terminal),
        new LineageCommand(terminal),
        new QueryCommand(terminal),
        new ServerCommand(terminal),
        new KvCommand(terminal),
        new ClusterCommand(terminal),
        new InitCommand(terminal),
        new KeyCommand(terminal),
        new DoctorCommand(terminal),
        new SetupCommand(terminal),
        new CompletionCommand(terminal),
        new SliceCommand(),
        new EgressCommand(),
    ];
}
