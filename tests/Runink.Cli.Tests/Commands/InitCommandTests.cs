namespace Runink.Cli.Tests.Commands;

public sealed class InitCommandTests
{
    [Fact]
    public void A_project_comes_with_everything_it_needs_and_its_key_is_private()
    {
        using var directory = new TemporaryDirectory();

        var outcome = Runi.RunIn(directory.Path, "init", "shop's orders");

        Assert.Equal(0, outcome.ExitCode);
        Assert.Equal("project shop's orders created\n", outcome.Output);
        var project = directory.File("shop's orders");
        foreach (var file in new[] { "runink.yaml", ".gitignore", "features/orders.feature", "contracts/order.odcs.yaml", "data/orders.csv" })
        {
            Assert.True(File.Exists(Path.Combine(project, file)), file);
        }

        Assert.Contains("name: 'shop''s orders'", File.ReadAllText(Path.Combine(project, "runink.yaml")), StringComparison.Ordinal);
        var keys = Directory.GetFiles(Path.Combine(project, ".runink"), "*.key", SearchOption.AllDirectories);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Assert.Single(keys)));
        Assert.Equal(0, Runi.RunIn(project, "doctor").ExitCode);
    }

    [Fact]
    public void What_is_there_is_never_overwritten()
    {
        using var directory = new TemporaryDirectory();
        directory.Write("mine/runink.yaml", "name: mine\n");

        var outcome = Runi.RunIn(directory.Path, "init", "mine");

        Assert.Equal(3, outcome.ExitCode);
        Assert.Contains("mine exists and is not empty", outcome.Error, StringComparison.Ordinal);
        Assert.Equal("name: mine\n", File.ReadAllText(directory.File("mine/runink.yaml")));
        Assert.Single(Directory.EnumerateFileSystemEntries(directory.File("mine")));
    }

    [Fact]
    public void An_empty_repository_can_become_a_project()
    {
        using var directory = new TemporaryDirectory();
        Directory.CreateDirectory(directory.File(".git"));

        Assert.Equal(0, Runi.RunIn(directory.Path, "init", ".").ExitCode);
        Assert.True(File.Exists(directory.File("runink.yaml")));
    }
}
