using System.Diagnostics;

namespace Runink.Cli.Tests.EndToEnd.Sandboxes;

/// <summary>Runs by an ordinary user, who can neither enter a sandbox's mounts nor give it a user of its own.</summary>
public sealed class OrdinaryUserRunTests(FirstGeneration generation)
{
    private const string User = "4242";

    [Fact]
    public void An_ordinary_user_runs_in_sandboxes_too_and_is_told_what_is_missing()
    {
        using var project = Project();
        var run = Run(project);
        Assert.True(run.ExitCode == 0, run.Error);
        Assert.Contains("slices run as the user of the agent", run.Error, StringComparison.Ordinal);
        Assert.Empty(project.Litter());
    }

    [Fact]
    public void Strict_isolation_refuses_where_something_is_missing_and_publishes_nothing()
    {
        using var project = Project();
        project.Edit(TradesProject.Feature, "  Scenario: Silver", "  @isolate:strict\n  Scenario: Silver");
        var before = Contents.Of(project);
        var run = Run(project);
        Assert.Equal(1, run.ExitCode);
        Assert.Contains("[R5026] strict isolation is not to be had here", run.Error, StringComparison.Ordinal);
        Assert.Equal(before, Contents.Of(project));
    }

    private TradesProject Project()
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "only root can become another user");
        var project = generation.Copy();
        Assert.SkipUnless(AsUser(project.Root, "/usr/bin/test", "-x", Runi.Path).ExitCode == 0, "the program is closed to other users here");
        project.Synthesize(1000, seed: 6);
        using var chown = Process.Start("chown", ["-R", User, project.Root]);
        chown.WaitForExit();
        return project;
    }

    private static Outcome Run(TradesProject project) => AsUser(project.Root, Runi.Path, "run", TradesProject.Feature);

    private static Outcome AsUser(string directory, params string[] command)
    {
        var start = Runi.StartInfo(directory, ["--reuid", User, "--regid", User, "--clear-groups", .. command]);
        start.FileName = "setpriv";
        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        var error = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return new Outcome(process.ExitCode, output, error.GetAwaiter().GetResult());
    }
}
