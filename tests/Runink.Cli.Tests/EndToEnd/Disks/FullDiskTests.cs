namespace Runink.Cli.Tests.EndToEnd.Disks;

/// <summary>Disks that are full: the run fails and says so, keeps the old datasets, and leaves nothing behind.</summary>
public sealed class FullDiskTests
{
    [Fact]
    public void A_full_disk_under_the_sink_fails_the_run_and_keeps_the_old_dataset()
    {
        using var project = TradesProject.New();
        using var disk = Mount.SmallDisk(project.File("out/silver"), kibibytes: 512);
        project.Synthesize(500, seed: 1);
        Succeeds(project.Run());
        var before = project.ContentOf("out");
        project.Synthesize(20_000, seed: 2);

        var outcome = project.Run();

        FailsForWantOfSpace(outcome);
        Assert.Equal(before, project.ContentOf("out"));
        Succeeds(project.Invoke("runs"));
        Assert.Empty(project.Litter());
        project.Synthesize(500, seed: 3);
        Succeeds(project.Run());
    }

    [Fact]
    public void A_full_disk_under_the_whole_project_fails_the_run_and_the_next_command_mends_it()
    {
        using var project = TradesProject.New();
        using var disk = project.MoveToSmallDisk(kibibytes: 16 << 10);
        project.Synthesize(20_000, seed: 1);
        Succeeds(project.Run());
        var before = project.ContentOf("out");
        project.FillDisk(leave: 64 << 10);

        var outcome = project.Run();

        FailsForWantOfSpace(outcome);
        Assert.Equal(before, project.ContentOf("out"));
        File.Delete(project.File(TradesProject.Ballast));
        Succeeds(project.Invoke("runs"));
        Assert.Empty(project.Litter());
        Succeeds(project.Run());
    }

    private static void FailsForWantOfSpace(Outcome outcome)
    {
        Assert.True(outcome.ExitCode == 1, $"{outcome.ExitCode} {outcome.Error}");
        Assert.Contains("No space left", outcome.Error, StringComparison.OrdinalIgnoreCase);
    }

    private static void Succeeds(Outcome outcome) => Assert.True(outcome.ExitCode == 0, outcome.Error);
}
