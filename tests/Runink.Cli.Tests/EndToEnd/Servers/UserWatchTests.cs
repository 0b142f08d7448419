using System.Diagnostics;
using Runink.Barn.Client.Tests;

namespace Runink.Cli.Tests.EndToEnd.Servers;

/// <summary>Who follows changes as a user logs in again when the server comes back, and goes on.</summary>
public sealed class UserWatchTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();
    private readonly string _url = $"http://127.0.0.1:{FreePort.Take()}";
    private Process? _follower;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_watch_goes_on_after_the_server_was_away()
    {
        using var first = await StartAsync();
        AddRoot();
        Put("1");
        var watch = Follow("kv", "watch", "a", "--rev", "1", "--limit", "2", "--user", "root:secret", "--timeout", "60s", "--endpoints", _url);
        Assert.EndsWith("put    a  1", await watch.StandardOutput.ReadLineAsync(Cancellation), StringComparison.Ordinal);

        first.Kill();
        await HearTwiceAsync(watch, "watch interrupted, trying again: ");
        using var second = await StartAsync();
        Put("2");

        Assert.EndsWith("put    a  2", await watch.StandardOutput.ReadLineAsync(Cancellation), StringComparison.Ordinal);
        await watch.WaitForExitAsync(Cancellation);
        Assert.Equal(0, watch.ExitCode);
    }

    [Fact]
    public async Task An_import_goes_on_after_the_source_was_away()
    {
        using var target = await RuniServer.StartAsync(_directory.File("target"));
        using var first = await StartAsync();
        AddRoot();
        Put("1");
        var import = Follow(
            "cluster", "import", "--from-endpoints", _url, "--from-user", "root:secret", "--from-timeout", "60s", "--no-users",
            "--endpoints", target.Url);
        Assert.StartsWith("copied 1 key;", await import.StandardOutput.ReadLineAsync(Cancellation), StringComparison.Ordinal);
        Put("2");
        Wait.Until(() => Etcdctl.Run(target.Url, "get", "a") == "a\n2\n");

        first.Kill();
        await HearTwiceAsync(import, "the source does not answer, trying again: ");
        using var second = await StartAsync();
        Put("3");

        Wait.Until(() => Etcdctl.Run(target.Url, "get", "a") == "a\n3\n");
        Signals.Send(import.Id, Signal.Terminate);
        await import.WaitForExitAsync(Cancellation);
        Assert.Equal(0, import.ExitCode);
    }

    public void Dispose()
    {
        if (_follower is { HasExited: false })
        {
            _follower.Kill();
            _follower.WaitForExit();
        }

        _follower?.Dispose();
        _directory.Dispose();
    }

    /// <summary>Once that it was lost, and once that it could not be had again.</summary>
    private static async Task HearTwiceAsync(Process process, string said)
    {
        for (var times = 0; times < 2;)
        {
            var line = await process.StandardError.ReadLineAsync(Cancellation);
            Assert.NotNull(line);
            if (line.StartsWith(said, StringComparison.Ordinal)) times++;
        }
    }

    private Task<RuniServer> StartAsync() => RuniServer.StartWithAsync(
        "--insecure", "--data-dir", _directory.File("data"), "--listen-client-urls", _url, "--advertise-client-urls", _url);

    private Process Follow(params string[] line) => _follower = Process.Start(Runi.StartInfo(Environment.CurrentDirectory, line))!;

    private void AddRoot()
    {
        foreach (var line in new[] { "user add root:secret", "user grant-role root root", "auth enable" })
            Etcdctl.Run(_url, line.Split(' '));
    }

    // Passwords cost much on purpose; on a busy machine more than the five seconds that a command has.
    private void Put(string value)
    {
        var outcome = Runi.Run("kv", "put", "a", value, "--user", "root:secret", "--timeout", "60s", "--endpoints", _url);
        Assert.True(outcome.ExitCode == 0, outcome.Error);
    }
}
