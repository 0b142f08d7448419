namespace Runink.Simulation;

public sealed class BarnClusterEpisodeTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void A_cluster_keeps_what_it_acknowledged_whatever_becomes_of_its_members(ulong seed)
    {
        var tally = BarnClusterEpisode.Run(seed, steps: 10_000);
        Assert.True(tally.Violation is null, $"{tally.Violation}");
        Assert.True(tally is { Changes: > 0, Checked: > 0, Cluster: { Judged: > 0, Compared: > 0 } }, $"{tally}");
    }

    [Fact]
    public void The_same_seed_gives_the_same_history() =>
        Assert.Equal(BarnClusterEpisode.Run(11, steps: 5_000), BarnClusterEpisode.Run(11, steps: 5_000));

    // The name of a planted bug was for whoever loaded the program.
    [Theory]
    [InlineData]
    [InlineData("--plant", "leader-reads-alone")]
    public void A_run_ends_with_its_sums_and_zero(params string[] more)
    {
        var output = new StringWriter();
        Assert.Equal(0, BarnCommand.Cluster.Run(["--seed", "5", .. more, "--steps", "5000"], output));
        Assert.Matches("judged=[1-9].*violations=0", output.ToString());
    }
}
