namespace Runink.Cli.Tests.EndToEnd.Disks;

/// <summary>A place for the notes about sandboxes that the disk refuses.</summary>
public sealed class UnusableStateTests
{
    [Fact]
    public void A_run_whose_sandboxes_cannot_be_written_down_fails_with_a_code_and_a_fix()
    {
        using var project = TradesProject.New();
        project.Synthesize(100, seed: 1);
        project.Write(".runink/sandboxes", "");

        var outcome = project.Run();

        Assert.True(outcome.ExitCode == 1, $"{outcome.ExitCode} {outcome.Error}");
        Assert.Contains("R5015", outcome.Error, StringComparison.Ordinal);
        Assert.Contains("sandboxes cannot be written down", outcome.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("internal error", outcome.Error, StringComparison.Ordinal);
        Assert.Empty(project.Litter());
    }
}
