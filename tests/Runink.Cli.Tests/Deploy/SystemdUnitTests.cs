using System.Diagnostics;
using Runink.Cli.Commands;
using Runink.Cli.Output;

namespace Runink.Cli.Tests.Deploy;

public sealed class SystemdUnitTests
{
    private const string Program = "/usr/local/bin/runi";

    private static string Unit => File.ReadAllText(Path.Combine(Repository.Root, "deploy/systemd/runink-barn.service"));

    [Fact]
    public void The_server_takes_the_command_line()
    {
        var line = Unit.Split('\n').Single(one => one.StartsWith("ExecStart=", StringComparison.Ordinal))["ExecStart=".Length..];
        Assert.StartsWith($"{Program} server ", line, StringComparison.Ordinal);
        Assert.Empty(RuniCommand.Create(new Terminal(Stream.Null, TextWriter.Null)).Parse(line[(Program.Length + 1)..]).Errors);
        Assert.EndsWith("--data-dir /var/lib/runink/barn", line, StringComparison.Ordinal);
    }

    [Fact]
    public void The_user_of_the_server_may_write_beside_its_data() => Assert.Contains("\nStateDirectory=runink\n", Unit, StringComparison.Ordinal);

    [Fact]
    public async Task Systemd_finds_nothing_wrong()
    {
        const string Analyze = "/usr/bin/systemd-analyze";
        Assert.SkipUnless(File.Exists(Analyze), "this needs systemd-analyze: apt-get install systemd");
        using var directory = new TemporaryDirectory();
        var unit = directory.Write("runink-barn.service", Unit.Replace(Program, Runi.Path, StringComparison.Ordinal));
        using var analyze = Process.Start(new ProcessStartInfo(Analyze, ["verify", "--man=no", unit]) { UseShellExecute = false, RedirectStandardError = true })!;
        var said = await analyze.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await analyze.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal((0, ""), (analyze.ExitCode, said));
    }
}
