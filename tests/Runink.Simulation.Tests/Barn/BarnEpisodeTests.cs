namespace Runink.Simulation;

public sealed class BarnEpisodeTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void A_node_keeps_what_it_acknowledged_whatever_becomes_of_its_disk_and_power(ulong seed)
    {
        var tally = BarnEpisode.Run(seed, steps: 4_000);
        Assert.True(tally.Violation is null, $"{tally.Violation}");
        Assert.True(tally.Changes > 0 && tally.Checked > 0, $"{tally}");
    }

    [Fact]
    public void A_disk_that_says_it_synced_and_did_not_is_found_out()
    {
        var found = Enumerable.Range(1, 5).Count(seed => BarnEpisode.Run((ulong)seed, steps: 4_000, diskLies: true).Violation is not null);
        Assert.True(found >= 3, $"found in {found} of 5 seeds");
    }

    [Fact]
    public void The_same_seed_gives_the_same_history() =>
        Assert.Equal(BarnEpisode.Run(9, steps: 2_000), BarnEpisode.Run(9, steps: 2_000));

    [Theory]
    [InlineData("--steps")]
    [InlineData("--steps", "none")]
    [InlineData("--wings", "2")]
    public void Words_without_sense_are_refused(params string[] words) =>
        Assert.Throws<UsageException>(() => BarnCommand.Node.Run(words, TextWriter.Null));

    [Fact]
    public void A_run_ends_with_its_sums_and_zero()
    {
        var output = new StringWriter();
        Assert.Equal(0, BarnCommand.Node.Run(["--seed", "5", "--steps", "2000"], output));
        Assert.EndsWith("violations=0", output.ToString().TrimEnd());
    }
}
