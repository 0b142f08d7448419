using System.CommandLine;
using System.Text;
using Runink.Cli.Commands;

namespace Runink.Cli.Output;

/// <summary>
/// The reference of all commands, <c>docs/reference/cli.md</c>: made from the commands, so that it cannot lag behind them.
/// </summary>
internal static class ReferencePage
{
    /// <summary>The page as Markdown.</summary>
    public static string Render(RootCommand root)
    {
        var page = new StringBuilder();
        page.Append("# Commands of runi\n\nGenerated from the commands themselves; `runi COMMAND --help` shows the same. ");
        page.Append("Data goes to standard output, everything else to standard error.\n");
        page.Append("Exit codes: [exit-codes.md](exit-codes.md). ");
        page.Append("Errors: `runi errors CODE`.\n\n");
        page.Append("Environment: `NO_COLOR` and `TERM=dumb` turn colour and redrawing off; ");
        page.Append("`RUNI_DEBUG=1` shows where an internal error happened.\n");
        page.Append("\n| command | what it does |\n|---|---|\n");
        var commands = RuniCommand.Groups.SelectMany(group => Visible(root).Where(command => command.Group == group)).ToList();
        foreach (var command in commands) page.Append($"| [{command.Name}](#runi-{command.Name}) | {command.Description} |\n");
        foreach (var command in commands) Append(command, page);
        return page.ToString();
    }

    private static void Append(CliCommand command, StringBuilder page)
    {
        page.Append($"\n## {UsageErrors.PathOf(command)}\n\n{command.Description}\n\n```sh\n");
        foreach (var example in command.Examples) page.Append($"# {example.Meaning}\n{example.Line}\n");
        page.Append($"```\n\nUsage: `{CommandSyntax.Usage(command)}`\n");
        var rows = command.Arguments.Where(argument => !argument.Hidden)
            .Select(argument => (CommandSyntax.Label(argument), CommandSyntax.Describe(argument)))
            .Concat(CommandSyntax.VisibleOptions(command)
                .Select(option => (CommandSyntax.Label(option), CommandSyntax.Describe(option))))
            .ToList();
        if (rows.Count > 0) page.Append("\n| | |\n|---|---|\n");
        foreach (var (label, text) in rows)
            page.Append($"| `{label}` | {text.Replace("|", "\\|", StringComparison.Ordinal)} |\n");
        foreach (var sub in Visible(command)) Append(sub, page);
    }

    private static IEnumerable<CliCommand> Visible(Command command) =>
        command.Subcommands.OfType<CliCommand>().Where(sub => !sub.Hidden);
}
