using System.CommandLine;
using System.Globalization;
using System.Reflection;
using System.Text.RegularExpressions;
using Runink.Cli.Commands;
using Runink.Cli.Output;
using Runink.Pipelines.Diagnostics;

namespace Runink.Cli.Tests;

public sealed class ReferenceTests
{
    private static readonly RootCommand Root = RuniCommand.Create(new Terminal(Stream.Null, TextWriter.Null));

    public static TheoryData<string> Commands() => [.. All(Root).Select(UsageErrors.PathOf)];

    [Fact]
    public void The_reference_of_the_commands_is_what_the_commands_say() =>
        Repository.Holds("docs/reference/cli.md", ReferencePage.Render(Root));

    [Fact]
    public async Task The_root_help_is_what_people_are_used_to() =>
        Repository.Holds("tests/Runink.Cli.Tests/Snapshots/help.txt", (await Runi.InProcessAsync("--help")).Output);

    [Theory]
    [MemberData(nameof(Commands))]
    public void Every_command_has_examples_that_parse(string path)
    {
        var command = All(Root).Single(candidate => UsageErrors.PathOf(candidate) == path);

        Assert.NotEmpty(command.Examples);
        Assert.EndsWith(".", command.Description, StringComparison.Ordinal);
        foreach (var example in command.Examples)
        {
            foreach (Match call in Regex.Matches(example.Line, """\bruni (?<arguments>("[^"]*"|[^|;)&>"])*)""", RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(1)))
            {
                Assert.Empty(Root.Parse(call.Groups["arguments"].Value.Trim()).Errors);
            }
        }
    }

    [Fact]
    public void Every_exit_code_is_documented()
    {
        var page = File.ReadAllText(Path.Combine(Repository.Root, "docs/reference/exit-codes.md"));
        var codes = typeof(ExitCodes).GetFields(BindingFlags.Public | BindingFlags.Static).Select(field => (int)field.GetRawConstantValue()!);

        Assert.All(codes, code => Assert.Contains($"| {code.ToString(CultureInfo.InvariantCulture)} |", page, StringComparison.Ordinal));
    }

    [Fact]
    public void No_error_code_is_used_twice() =>
        Assert.Empty(ErrorsCommand.All.GroupBy(error => error.Code).Where(same => same.Count() > 1).Select(same => same.Key));

    private static IEnumerable<CliCommand> All(Command command) =>
        command.Subcommands.OfType<CliCommand>().Where(sub => !sub.Hidden).SelectMany(sub => All(sub).Prepend(sub));
}
