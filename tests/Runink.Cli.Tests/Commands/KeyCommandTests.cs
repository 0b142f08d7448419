namespace Runink.Cli.Tests.Commands;

public sealed class KeyCommandTests
{
    [Fact]
    public void A_second_key_is_refused_and_the_first_one_stays()
    {
        using var directory = new TemporaryDirectory();
        directory.Write("runink.yaml", "");
        Directory.CreateDirectory(directory.File("features"));

        var first = Runi.RunIn(directory.File("features"), "key", "create");
        var key = Assert.Single(Directory.GetFiles(directory.File(".runink"), "*.key", SearchOption.AllDirectories));
        var secret = File.ReadAllText(key);
        var second = Runi.RunIn(directory.Path, "key", "create");

        Assert.Equal(0, first.ExitCode);
        Assert.DoesNotContain(secret.Trim(), first.Output + first.Error, StringComparison.Ordinal);
        Assert.Equal(3, second.ExitCode);
        Assert.Contains("R6021", second.Error, StringComparison.Ordinal);
        Assert.Equal(secret, File.ReadAllText(key));
    }
}
