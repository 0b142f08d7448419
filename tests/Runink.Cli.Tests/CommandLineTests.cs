using System.Globalization;
using Runink.Cli.Output;

namespace Runink.Cli.Tests;

public sealed class CommandLineTests
{
    [Fact]
    public void The_version_is_data_and_names_the_program()
    {
        var outcome = Runi.Run("--version");

        Assert.Equal(0, outcome.ExitCode);
        Assert.Matches(@"^runi \d+\.\d+\.\d+( \([0-9a-f]{7}\))?\n$", outcome.Output);
        Assert.Empty(outcome.Error);
    }

    [Fact]
    public async Task Without_arguments_the_help_is_shown()
    {
        var outcome = await Runi.InProcessAsync();

        Assert.Equal(0, outcome.ExitCode);
        Assert.StartsWith("Pipelines from feature files", outcome.Output, StringComparison.Ordinal);
        Assert.True(
            outcome.Output.IndexOf("Examples:", StringComparison.Ordinal) < outcome.Output.IndexOf("Usage:", StringComparison.Ordinal),
            "examples come first");
    }

    [Theory]
    [InlineData("stepss", "runi has no command 'stepss'", "did you mean 'steps'?")]
    [InlineData("kv --endpoints http://[::1]:1 get a", "'--endpoints' stands in front of the command it is for", "write it behind 'runi kv get'")]
    [InlineData("steps --outptu", "runi steps has no option '--outptu'", "did you mean '--output'?")]
    [InlineData("completion", "required argument missing", "see 'runi completion --help'")]
    [InlineData("completion ksh", "'ksh' not recognized. Must be one of: 'bash' 'zsh' 'fish'", "see 'runi completion --help'")]
    [InlineData("doctor now", "runi doctor does not take the argument 'now'", "see 'runi doctor --help'")]
    public void Bad_usage_is_two_lines_on_stderr_and_exit_2(string line, string error, string hint)
    {
        var outcome = Runi.Run(line.Split(' '));

        Assert.Equal(2, outcome.ExitCode);
        Assert.Empty(outcome.Output);
        var lines = outcome.Error.TrimEnd().Split('\n');
        Assert.Equal(2, lines.Length);
        Assert.StartsWith("error: ", lines[0], StringComparison.Ordinal);
        Assert.Contains(error, lines[0], StringComparison.Ordinal);
        Assert.StartsWith("hint: ", lines[1], StringComparison.Ordinal);
        Assert.Contains(hint, lines[1], StringComparison.Ordinal);
    }

    [Fact]
    public void Nothing_is_coloured_where_there_is_no_terminal()
    {
        Assert.DoesNotContain("\e[", Runi.Run("--help").Output, StringComparison.Ordinal);
        Assert.DoesNotContain("\e[", Runi.Run("stepss").Error, StringComparison.Ordinal);
    }

    [Fact]
    public void What_somebody_else_said_failed_cannot_command_the_terminal()
    {
        using var output = new MemoryStream();
        using var error = new StringWriter(CultureInfo.InvariantCulture);
        new Terminal(output, error).Fail("refused: \e[31mred\a", hint: null);
        Assert.Equal("error: refused: \uFFFD[31mred\uFFFD\n", error.ToString());
    }

    [Theory]
    [InlineData("--version")]
    [InlineData("steps")]
    [InlineData("errors")]
    public async Task An_output_that_cannot_be_written_is_an_error_not_a_crash(string command)
    {
        await using var full = new FileStream("/dev/full", FileMode.Open, FileAccess.Write, FileShare.ReadWrite, bufferSize: 0);
        await using var error = new StringWriter();

        Assert.Equal(1, await CommandLine.RunAsync([command], new Terminal(full, error)));
        Assert.Contains("standard output cannot be written", error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_word_in_a_foreign_script_is_an_error_not_a_crash()
    {
        var outcome = await Runi.InProcessAsync("フロー");

        Assert.Equal(2, outcome.ExitCode);
        Assert.Contains("フロー", outcome.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_shell_gets_commands_and_options_to_complete()
    {
        var commands = await Runi.InProcessAsync($"[suggest:{"runi st".Length.ToString(CultureInfo.InvariantCulture)}]", "runi st");
        var options = await Runi.InProcessAsync("[suggest:14]", "runi steps --o");

        Assert.Contains("steps", commands.Output.Split('\n'));
        Assert.DoesNotContain("slice", commands.Output, StringComparison.Ordinal);
        Assert.Equal("--output", options.Output.Trim());
    }
}
