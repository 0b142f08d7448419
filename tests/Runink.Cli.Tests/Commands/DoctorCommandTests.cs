using System.Text.Json;

namespace Runink.Cli.Tests.Commands;

public sealed class DoctorCommandTests
{
    [Fact]
    public void Every_finding_that_is_not_fine_says_how_to_fix_it()
    {
        using var directory = new TemporaryDirectory();

        var outcome = Runi.RunIn(directory.Path, "doctor", "-o", "json");

        var findings = JsonDocument.Parse(outcome.Output).RootElement.EnumerateArray().ToList();
        Assert.Contains(findings, finding => finding.GetProperty("name").GetString() == "disk sync");
        Assert.All(findings, finding =>
            Assert.Equal(finding.GetProperty("status").GetString() != "pass", finding.TryGetProperty("fix", out _)));
    }

    [Fact]
    public void Nothing_is_left_behind()
    {
        using var directory = new TemporaryDirectory();

        Runi.RunIn(directory.Path, "doctor");

        Assert.Empty(Directory.EnumerateFileSystemEntries(directory.Path));
    }
}
