using System.Diagnostics;
using System.Text.RegularExpressions;
using Runink.Cli.Commands;
using Runink.Cli.Output;

namespace Runink.Tidy.Documentation;

/// <summary>The commands that the documentation tells people to type exist and do what the guides say.</summary>
public sealed partial class CommandTests
{
    private static readonly TimeSpan TimeLimit = TimeSpan.FromSeconds(60);

    [Fact]
    public void Every_command_line_in_the_documentation_parses()
    {
        var root = RuniCommand.Create(new Terminal(Stream.Null, TextWriter.Null));
        var found = from block in CodeBlock.All("sh")
                    from Match call in Call().Matches(block.Text)
                    from error in root.Parse(call.Groups["arguments"].Value).Errors
                    select $"{block}: {call.Value}: {error.Message}";
        Findings.None(found);
    }

    [Fact]
    public void Every_command_that_the_documentation_mentions_exists()
    {
        var known = RuniCommand.Create(new Terminal(Stream.Null, TextWriter.Null)).Subcommands.Select(command => command.Name).ToHashSet();
        var found = from page in CodeBlock.Pages
                    from Match mention in Mention().Matches(Repository.Read(page))
                    where !known.Contains(mention.Groups["command"].Value)
                    select $"{page}: {mention.Value}`";
        Findings.None(found.Distinct());
    }

    [Fact]
    public void The_commands_of_the_readme_exist()
    {
        var launcher = new FileInfo(Path.Combine(Repository.Root, "runi"));
        Assert.True(launcher.Exists && (OperatingSystem.IsWindows() || launcher.UnixFileMode.HasFlag(UnixFileMode.UserExecute)));
        Assert.Contains("Microsoft.Testing.Platform", Repository.Read("global.json"), StringComparison.Ordinal);
        Assert.Contains("./runi demo", Repository.Read("README.md"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("docs/guides/first-pipeline.md")]
    [InlineData("docs/guides/write-a-contract.md")]
    public async Task What_a_guide_says_to_type_works_from_beginning_to_end(string page)
    {
        using var example = new ExampleProject(page);
        var feature = ExampleProject.Features(page).FirstOrDefault();
        if (feature is not null)
            await File.WriteAllTextAsync(Path.Combine(example.Root, "features", "orders.feature"), feature.Text, TestContext.Current.CancellationToken);
        var script = string.Concat(CodeBlock.Of(page).Where(block => block.Language == "sh").Select(block => block.Text));

        var (exitCode, said) = await BashAsync(script, example.Root);

        Assert.True(exitCode == 0, $"exit code {exitCode}\n{said}");
    }

    private static async Task<(int ExitCode, string Said)> BashAsync(string script, string directory)
    {
        var start = new ProcessStartInfo("bash", ["-e", "-o", "pipefail", "-c", $"exec 2>&1\n{script}"])
        {
            WorkingDirectory = directory,
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        start.Environment["PATH"] = $"{AppContext.BaseDirectory}:{Environment.GetEnvironmentVariable("PATH")}";
        using var bash = Process.Start(start)!;
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(TimeLimit);
        bash.StandardInput.Close();
        try
        {
            var said = await bash.StandardOutput.ReadToEndAsync(limit.Token);
            await bash.WaitForExitAsync(limit.Token);
            return (bash.ExitCode, said);
        }
        finally
        {
            if (!bash.HasExited) bash.Kill(entireProcessTree: true);
        }
    }

    [GeneratedRegex(@"`(\./)?runi (?<command>[a-z]+)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Mention();

    [GeneratedRegex(@"(^|\|\s*|&&\s*)(\./)?runi (?<arguments>([^#|;&>\n""']|""[^""\n]*""|'[^'\n]*')*)",
        RegexOptions.Multiline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Call();
}
