namespace Runink.Cli.Tests.Commands.Cluster.Import;

/// <summary>Who gives the options of one of the two clusters wrong is told of those of that cluster.</summary>
public sealed class ImportOptionsTests
{
    [Theory]
    [InlineData("--from-user", "with --from-password-file")]
    [InlineData("--user", "in RUNINK_PASSWORD or with --password-file")]
    public async Task A_password_that_is_missing_is_asked_for_where_it_would_be_read(string option, string where)
    {
        var outcome = await Runi.InProcessAsync("cluster", "import", "--from-endpoints", "http://127.0.0.1:1", option, "root", "--once");
        Assert.Equal(2, outcome.ExitCode);
        Assert.Contains($"give it {where}", outcome.Error, StringComparison.Ordinal);
    }
}
