namespace Runink.Cli.Tests.EndToEnd.Sandboxes;

/// <summary>The engine's slices in sandboxes, as people run them.</summary>
public sealed class SandboxedRunTests(FirstGeneration generation)
{
    [Fact]
    public void A_run_in_sandboxes_makes_of_the_same_data_what_one_without_isolation_makes_and_only_that_one_warns()
    {
        using var boxed = generation.Copy();
        boxed.Synthesize(5000, seed: 3);
        using var open = boxed.Copy();
        var inBoxes = boxed.Run();
        var inTheOpen = open.Run("--isolation", "none");
        Assert.True(inBoxes.ExitCode == 0, inBoxes.Error);
        Assert.True(inTheOpen.ExitCode == 0, inTheOpen.Error);
        Assert.Equal(Contents.Of(open), Contents.Of(boxed));
        Assert.Contains("NO ISOLATION: this run can read", inTheOpen.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("NO ISOLATION", inBoxes.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_step_that_takes_more_memory_than_it_may_is_named_with_its_limit()
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "only root can limit memory here");
        using var project = generation.Copy();
        var before = Contents.Of(project);
        project.Synthesize(20_000, seed: 4);
        project.Edit(TradesProject.Feature, "  Scenario: Silver", "  @memory:16Mi\n  Scenario: Silver");
        var run = project.Run();
        Assert.Equal(1, run.ExitCode);
        Assert.Contains("[R5025]", run.Error, StringComparison.Ordinal);
        Assert.Contains("was killed: memory limit 16 MiB reached (peak 16 MiB)", run.Error, StringComparison.Ordinal);
        Assert.Contains("raise @memory or filter earlier", run.Error, StringComparison.Ordinal);
        Assert.Equal(before, Contents.Of(project));
        Assert.Empty(project.Litter());
    }
}
