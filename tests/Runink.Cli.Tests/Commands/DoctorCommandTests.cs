using System.Text.Json;
using Runink.Isolation.Tests;

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
    public void A_sandbox_is_tried_and_set_up_says_what_came_of_it()
    {
        Needs.Bubblewrap();
        using var directory = new TemporaryDirectory();

        var findings = JsonDocument.Parse(Runi.RunIn(directory.Path, "doctor", "-o", "json").Output).RootElement.EnumerateArray();
        var sandbox = findings.Single(finding => finding.GetProperty("name").GetString() == "sandbox");
        var setup = Runi.RunIn(directory.Path, "setup");

        Assert.Contains("started and ended in", sandbox.GetProperty("message").GetString(), StringComparison.Ordinal);
        Assert.StartsWith("sandbox: started and ended in", setup.Output, StringComparison.Ordinal);
        Assert.Equal(sandbox.GetProperty("status").GetString() == "pass" ? 0 : 1, setup.ExitCode);
    }

    [Fact]
    public void Nothing_is_left_behind()
    {
        using var directory = new TemporaryDirectory();

        Runi.RunIn(directory.Path, "doctor");

        Assert.Empty(Directory.EnumerateFileSystemEntries(directory.Path));
    }
}
