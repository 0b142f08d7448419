using System.Diagnostics;
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

        Assert.Contains("a slice came up and ended in", sandbox.GetProperty("message").GetString(), StringComparison.Ordinal);
        Assert.StartsWith("sandbox: a slice came up and ended in", setup.Output, StringComparison.Ordinal);
        Assert.Equal(sandbox.GetProperty("status").GetString() == "pass" ? 0 : 1, setup.ExitCode);
    }

    [Fact]
    public void A_program_that_no_slice_can_run_is_found_out()
    {
        Needs.Bubblewrap();
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "only slices of root are users of their own");
        var program = Path.GetDirectoryName(Runi.Path)!;
        var closed = $"{program}-{Guid.NewGuid():N}";
        try
        {
            Command("cp", "-al", program, closed);
            Command("chmod", "0700", closed);

            var said = Command(Path.Combine(closed, "runi"), "doctor", "-o", "json");

            var sandbox = JsonDocument.Parse(said).RootElement.EnumerateArray().Single(finding => finding.GetProperty("name").GetString() == "sandbox");
            Assert.Equal("warn", sandbox.GetProperty("status").GetString());
            Assert.Contains("/opt/runi/runi: Permission denied", sandbox.GetProperty("message").GetString(), StringComparison.Ordinal);
            Assert.Contains("where every user of this machine may read it", sandbox.GetProperty("fix").GetString(), StringComparison.Ordinal);
        }
        finally
        {
            Directory.Delete(closed, recursive: true);
        }
    }

    [Fact]
    public void Nothing_is_left_behind()
    {
        using var directory = new TemporaryDirectory();

        Runi.RunIn(directory.Path, "doctor");

        Assert.Empty(Directory.EnumerateFileSystemEntries(directory.Path));
    }

    private static string Command(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, UseShellExecute = false })!;
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.Equal(0, process.ExitCode);
        return output;
    }
}
