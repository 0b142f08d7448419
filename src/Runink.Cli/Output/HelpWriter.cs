using System.CommandLine;
using Runink.Cli.Commands;

namespace Runink.Cli.Output;

/// <summary>Lays out the help of one command.</summary>
/// <param name="writer">Where to.</param>
/// <param name="paint">Colours.</param>
/// <param name="width">Columns at which descriptions wrap.</param>
internal sealed class HelpWriter(TextWriter writer, Paint paint, int width)
{
    /// <summary>Writes the help of <paramref name="command"/>.</summary>
    public void Write(Command command)
    {
        writer.WriteLine(command.Description);
        WriteExamples(command is CliCommand { Examples: var own } ? own : RuniCommand.Examples);
        Section("Usage");
        writer.WriteLine($"  {CommandSyntax.Usage(command)}");
        WriteCommands(command);
        Rows("Arguments", command.Arguments.Where(a => !a.Hidden)
            .Select(a => (CommandSyntax.Label(a), CommandSyntax.Describe(a))));
        Rows("Options", CommandSyntax.VisibleOptions(command).Select(o => (CommandSyntax.Label(o), CommandSyntax.Describe(o))));
        if (command.Subcommands.Count > 0)
            writer.WriteLine($"\nSee '{UsageErrors.PathOf(command)} COMMAND --help' for one command.");
    }

    private void WriteExamples(IReadOnlyList<Example> examples)
    {
        Section("Examples");
        foreach (var example in examples)
        {
            writer.WriteLine($"  {paint.Dim("# " + example.Meaning)}");
            writer.WriteLine($"  {paint.Cyan(example.Line)}");
        }
    }

    private void WriteCommands(Command command)
    {
        var visible = command.Subcommands.Where(sub => !sub.Hidden).ToList();
        if (command is not RootCommand)
        {
            Rows("Commands", visible.Select(sub => (sub.Name, sub.Description ?? "")));
            return;
        }

        foreach (var group in RuniCommand.Groups)
        {
            Rows(group, visible.Where(sub => sub is CliCommand cli && cli.Group == group)
                .Select(sub => (sub.Name, sub.Description ?? "")));
        }
    }

    private void Rows(string title, IEnumerable<(string Label, string Text)> source)
    {
        var rows = source.ToList();
        if (rows.Count == 0) return;
        Section(title);
        var indent = rows.Max(row => row.Label.Length) + 4;
        foreach (var (label, text) in rows)
        {
            writer.Write($"  {label.PadRight(indent - 2)}");
            writer.WriteLine(string.Join('\n' + new string(' ', indent), Wrap(text, Math.Max(30, width - indent))));
        }
    }

    private void Section(string title) => writer.WriteLine($"\n{paint.Bold(title + ":")}");

    private static IEnumerable<string> Wrap(string text, int columns)
    {
        while (text.Length > columns)
        {
            var cut = text.LastIndexOf(' ', columns);
            if (cut <= 0) break;
            yield return text[..cut];
            text = text[(cut + 1)..];
        }

        yield return text;
    }
}
