namespace Runink.Simulation.Tests;

public sealed class CommandLineTests
{
    [Fact]
    public void Every_option_is_taken()
    {
        var line = Parse("--seed 18446744073709551615 --steps 5 --nodes 7 --profile rot --seeds 3 --plant x --trace --shrink 0");
        Assert.Equal((ulong.MaxValue, 5, 7, "rot"), (line.Seed, line.Steps, line.Nodes, line.Profile.Name));
        Assert.Equal((3, "x", true, 0), (line.Seeds, line.Plant, line.Trace, line.ShrinkSeconds));
    }

    [Fact]
    public void Without_options_a_fresh_seed_runs_the_swarm()
    {
        var line = Parse("");
        Assert.Null(line.Seed);
        Assert.Equal((ProfileCatalog.Mixed, 1), (line.Profile, line.Seeds));
    }

    [Theory]
    [InlineData("--steps", "--steps needs a value")]
    [InlineData("--steps 0", "--steps needs a number of at least 1")]
    [InlineData("--steps many", "--steps needs a number of at least 1")]
    [InlineData("--seed -1", "--seed needs an unsigned 64-bit number")]
    [InlineData("--seed 18446744073709551616", "--seed needs an unsigned 64-bit number")]
    [InlineData("--nodes 8", "--nodes needs a number from 1 to 7")]
    [InlineData("--nodes 0", "--nodes needs a number from 1 to 7")]
    [InlineData("--profile wild", "there is no profile wild: mixed, calm")]
    [InlineData("--episode --without flood", "there is no fault flood: isolate, split")]
    [InlineData("--episode --only crash", "crash is no fault: give KIND:NUMBER, such as crash:3")]
    [InlineData("--without crash", "--variation, --without and --only are about one episode")]
    [InlineData("--variation 2", "--variation, --without and --only are about one episode")]
    [InlineData("--sed 1", "unknown option --sed")]
    [InlineData("7", "unknown option 7")]
    public void What_makes_no_sense_is_refused_with_a_reason(string words, string reason) =>
        Assert.StartsWith(reason, Assert.Throws<UsageException>(() => Parse(words)).Message);

    [Fact]
    public void The_arguments_of_an_episode_are_read_back_as_the_same_episode()
    {
        var spec = new EpisodeSpec(77, ProfileCatalog.Find("rot")!, 1_234)
        {
            Nodes = 3,
            Variation = 2,
            Without = [FaultKind.PowerLoss, FaultKind.Rot],
            Only = ["crash:1", "isolate:12"],
        };
        AssertReadBack(spec);
        AssertReadBack(spec with { Nodes = null, Variation = 0, Without = [], Only = [] });
        AssertReadBack(new EpisodeSpec(1, ProfileCatalog.Mixed, 9));
    }

    [Fact]
    public void The_help_names_every_option()
    {
        foreach (var option in (string[])
        [
            "--seed", "--steps", "--nodes", "--profile", "--plant", "--list-plants", "--list-profiles", "--seeds", "--trace",
            "--shrink", "--episode", "--variation", "--without", "--only", "--help",
        ]) Assert.Contains(option, CommandLineParser.Usage);
    }

    private static CommandLine Parse(string words) =>
        CommandLineParser.Parse(words.Split(' ', StringSplitOptions.RemoveEmptyEntries));

    private static void AssertReadBack(EpisodeSpec spec)
    {
        var line = Parse(spec.ToArguments());
        Assert.True(line.Episode);
        Assert.Equal(spec.ToArguments(), line.ToSpec(line.Seed!.Value).ToArguments());
    }
}
