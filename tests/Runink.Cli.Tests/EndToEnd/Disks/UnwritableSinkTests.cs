namespace Runink.Cli.Tests.EndToEnd.Disks;

/// <summary>Sinks that cannot be written: the run fails and says where, and the datasets stay as they were.</summary>
public sealed class UnwritableSinkTests(FirstGeneration generation)
{
    [Fact]
    public void A_sink_below_a_plain_file_is_refused_before_any_work()
    {
        using var project = generation.Copy();
        project.Write("out/plain", "kept");
        project.Edit(TradesProject.Feature, "parquet://out/silver/trades", "parquet://out/plain/trades");
        var before = project.ContentOf("out");

        var outcome = project.Run();

        Assert.Equal(2, outcome.ExitCode);
        Assert.Contains("R5016", outcome.Error, StringComparison.Ordinal);
        Assert.Contains("out/plain", outcome.Error, StringComparison.Ordinal);
        Assert.Equal(before, project.ContentOf("out"));
        Assert.Empty(project.Litter());
    }

    [Fact]
    public void A_sink_on_a_read_only_disk_fails_the_run_and_can_be_resumed_when_it_is_mended()
    {
        using var project = generation.Copy();
        project.Synthesize(1000, seed: 2);
        var before = project.ContentOf("out");
        using (Mount.ReadOnly(project.File(TradesProject.Silver)))
        {
            var outcome = project.Run();

            Assert.Equal(1, outcome.ExitCode);
            Assert.Contains("R5015", outcome.Error, StringComparison.Ordinal);
            Assert.Contains("out/silver", outcome.Error, StringComparison.Ordinal);
            Assert.Equal(before, project.ContentOf("out"));
        }

        var resumed = project.Resume();
        Assert.True(resumed.ExitCode == 0, resumed.Error);
        Assert.Empty(project.Litter());
    }
}
