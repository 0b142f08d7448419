using System.Diagnostics;
using System.Globalization;

namespace Runink.Cli.Tests.EndToEnd.Servers;

/// <summary>Moving from a real etcd into a Barn.</summary>
public sealed class ImportTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();
    private readonly EtcdProcess _etcd = EtcdProcess.Start();

    [Fact]
    public async Task Keys_are_copied_then_changes_followed_and_a_second_call_goes_on_where_the_first_stopped()
    {
        using var barn = await RuniServer.StartAsync(_directory.File("data"));
        for (var i = 0; i < 30; i++) Put($"k/{i:00}", string.Create(CultureInfo.InvariantCulture, $"value {i}"));
        Etcdctl.Run(_etcd.Url, "del", "k/05");

        var first = Import(barn, "--once");
        Assert.True(first.ExitCode == 0, first.Error);
        Assert.StartsWith("copied 29 keys; the target has revision 32 of the source", first.Output, StringComparison.Ordinal);
        Assert.Equal(Keys(_etcd.Url), Keys(barn.Url));

        Put("k/05", "back");
        Put("k/06", "changed");
        Etcdctl.Run(_etcd.Url, "del", "k/1", "--prefix");
        using var follower = Process.Start(Runi.StartInfo(
            Environment.CurrentDirectory, "cluster", "import", "--from-endpoints", _etcd.Url, "--endpoints", barn.Url))!;
        Wait.Until(() => Keys(_etcd.Url) == Keys(barn.Url));
        Put("k/99", "while it follows");
        Wait.Until(() => Keys(_etcd.Url) == Keys(barn.Url));
        Signals.Send(follower.Id, Signal.Terminate);
        await follower.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(0, follower.ExitCode);
        var said = await follower.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        Assert.Contains("stopped at revision 36 of the source", said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_target_that_is_not_empty_is_left_alone_unless_it_may_be_emptied()
    {
        using var barn = await RuniServer.StartAsync(_directory.File("data"));
        Put("a", "from etcd");
        Etcdctl.Run(barn.Url, "put", "own", "precious");

        var refused = Import(barn, "--once");
        Assert.Equal(3, refused.ExitCode);
        Assert.Contains("--restart", refused.Error, StringComparison.Ordinal);
        Assert.Equal("own\nprecious\n", Keys(barn.Url));
        Assert.Equal(0, Import(barn, "--once", "--restart").ExitCode);
        Assert.Equal("a\nfrom etcd\n", Keys(barn.Url));
    }

    [Fact]
    public async Task A_source_that_has_forgotten_what_comes_next_is_said_to_have()
    {
        using var barn = await RuniServer.StartAsync(_directory.File("data"));
        Put("a", "1");
        Assert.Equal(0, Import(barn, "--once").ExitCode);
        Put("a", "2");
        Put("a", "3");
        Etcdctl.Run(_etcd.Url, "compact", "4");

        var outcome = Import(barn);
        Assert.Equal(3, outcome.ExitCode);
        Assert.Contains("compacted", outcome.Error, StringComparison.Ordinal);
    }

    public void Dispose()
    {
        _etcd.Dispose();
        _directory.Dispose();
    }

    private static string Keys(string url)
    {
        var lines = Etcdctl.Run(url, "get", "", "--prefix").Split('\n');
        return string.Concat(lines.Chunk(2).Where(pair => pair.Length == 2 && !pair[0].StartsWith("runink.import/", StringComparison.Ordinal))
            .Select(pair => $"{pair[0]}\n{pair[1]}\n"));
    }

    private Outcome Import(RuniServer barn, params string[] more) =>
        Runi.Run(["cluster", "import", "--from-endpoints", _etcd.Url, "--endpoints", barn.Url, .. more]);

    private void Put(string key, string value) => Assert.Equal("OK\n", Etcdctl.Run(_etcd.Url, "put", key, value));
}
