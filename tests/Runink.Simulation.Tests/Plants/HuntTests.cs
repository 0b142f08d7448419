namespace Runink.Simulation;

public sealed class HuntTests
{
    // Each is found in most seeds; twenty in a row that miss it would be news.
    [Theory]
    [InlineData("vote-forgotten")]
    [InlineData("acknowledge-before-sync")]
    [InlineData("leader-drops-its-tail")]
    [InlineData("read-at-the-followers-commit")]
    public void The_simulator_finds_a_bug_that_is_planted(string name)
    {
        var result = new Hunt(Seeds: 20, Enough: 1, Steps: 20_000, Profile: null).For(PlantCatalog.Find(name)!);
        Assert.True(result.Found == 1, result.ToString());
    }

    [Theory]
    [InlineData("applied-twice")]
    [InlineData("read-without-asking")]
    public void A_cluster_of_whole_nodes_finds_a_bug_that_is_planted_in_a_node(string name)
    {
        var result = new Hunt(Seeds: 10, Enough: 1, Steps: 20_000, Profile: null).For(PlantCatalog.Find(name)!);
        Assert.True(result.Found == 1, result.ToString());
    }

    [Fact]
    public void The_simulator_finds_nothing_in_the_core_as_it_is_shipped()
    {
        var result = new Hunt(Seeds: 2, Enough: 1, Steps: 20_000, Profile: "mixed").For(new Plant("nothing", "no rule"));
        Assert.True(result.Found == 0, result.ToString());
    }

    [Theory]
    [InlineData("--plant")]
    [InlineData("--plant", "no-such-bug")]
    [InlineData("--profile", "no-such-profile")]
    [InlineData("--seeds", "none")]
    [InlineData("--wings", "2")]
    public void Words_without_sense_are_refused(params string[] words) =>
        Assert.Throws<UsageException>(() => HuntCommand.Run(words, TextWriter.Null));

    [Fact]
    public void A_hunt_prints_a_table_and_fails_when_a_bug_is_missed()
    {
        var output = new StringWriter();
        string[] words = ["--plant", "lease-ignores-drift", "--profile", "calm", "--seeds", "1", "--steps", "1000"];
        Assert.Equal(1, HuntCommand.Run(words, output));
        Assert.Contains("| `lease-ignores-drift` |", output.ToString());
        Assert.Contains("**not found**", output.ToString());
    }
}
