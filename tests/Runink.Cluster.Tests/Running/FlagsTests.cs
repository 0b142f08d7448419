namespace Runink.Cluster.Tests.Running;

public sealed class FlagsTests
{
    [Fact]
    public void Flags_are_read_and_have_defaults()
    {
        var flags = new Flags(["--minutes", "7", "--faults", "Kill,Wipe", "-o", "json"], "--minutes", "--nodes", "--faults", "-o");
        Assert.Equal(7, flags.Number("--minutes", 60, 1, 100));
        Assert.Equal(3, flags.Number("--nodes", 3, 3, 9));
        Assert.Equal([FaultKind.Kill, FaultKind.Wipe], flags.Names<FaultKind>("--faults"));
        Assert.True(flags.WantsJson);
        Assert.False(flags.AreWrong);
    }

    [Theory]
    [InlineData("--nodes", "2")]
    [InlineData("--nodes", "many")]
    [InlineData("--nodes")]
    [InlineData("--knots", "3")]
    [InlineData("--nodes", "3", "--nodes", "3")]
    [InlineData("--faults", "Kill,Flood")]
    [InlineData("--seed", "-1")]
    [InlineData("-o", "yaml")]
    public void What_makes_no_sense_is_told(params string[] args)
    {
        var flags = new Flags(args, "--nodes", "--faults", "--seed", "-o");
        flags.Number("--nodes", 3, 3, 9);
        flags.Names<FaultKind>("--faults");
        flags.Seed("--seed");
        Assert.True(flags.AreWrong);
    }
}
