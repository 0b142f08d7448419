using System.Text.Json;

namespace Runink.Cli.Tests.EndToEnd.Servers;

/// <summary><c>runi server</c> as a process: what it serves, keeps, refuses and says.</summary>
public sealed class ServerTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    private string Data => _directory.File("data");

    [Fact]
    public async Task Etcdctl_and_runi_read_what_the_other_wrote_and_a_restart_keeps_it()
    {
        using (var server = await RuniServer.StartAsync(Data))
        {
            Assert.Equal("OK\n", Etcdctl.Run(server.Url, "put", "a", "one"));
            Assert.Equal(0, server.Ask("kv", "put", "b", "two").ExitCode);
            Assert.Equal(0, server.Stop());
            Assert.Contains(" 104 ", server.Log, StringComparison.Ordinal);
            Assert.EndsWith(" 105 stopped\n", server.Log, StringComparison.Ordinal);
        }

        using var again = await RuniServer.StartAsync(Data);
        Assert.Equal("a\none\nb\ntwo\n", Etcdctl.Run(again.Url, "get", "", "--prefix"));
        Assert.Matches(@"a\s+one\s+2\s+1\nb\s+two\s+3\s+1", again.Ask("kv", "get", "--prefix").Output);
    }

    [Fact]
    public async Task Its_ids_are_those_of_an_etcd_and_stay_when_the_flags_change()
    {
        using (var server = await RuniServer.StartAsync(Data))
        {
            Assert.Contains("8e9e05c52164694d", server.Ask("cluster", "status").Output, StringComparison.Ordinal);
        }

        using var again = await RuniServer.StartAsync(Data, "--initial-cluster-token", "another");
        Assert.Contains("8e9e05c52164694d", again.Ask("cluster", "status").Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_second_server_on_the_same_directory_is_refused_and_so_is_a_check()
    {
        using var server = await RuniServer.StartAsync(Data);
        var second = Runi.Run(["server", "--insecure", "--data-dir", Data, .. RuniServer.Anywhere("http")]);
        Assert.Equal(3, second.ExitCode);
        Assert.Contains("R6111", second.Error, StringComparison.Ordinal);
        Assert.Equal(3, Runi.Run("cluster", "check", Data).ExitCode);
        Assert.Equal("OK\n", Etcdctl.Run(server.Url, "put", "still", "here"));
    }

    [Fact]
    public async Task A_port_that_is_taken_is_refused_by_name()
    {
        using var server = await RuniServer.StartAsync(Data);
        var second = Runi.Run("server", "--insecure", "--data-dir", _directory.File("other"),
            "--listen-client-urls", server.Url, "--advertise-client-urls", server.Url);
        Assert.Equal(3, second.ExitCode);
        Assert.Contains("R6110", second.Error, StringComparison.Ordinal);
        Assert.Contains(server.Url, second.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_directory_of_etcd_is_not_touched()
    {
        Directory.CreateDirectory(Path.Combine(Data, "member"));
        var outcome = Runi.Run(["server", "--insecure", "--data-dir", Data, .. RuniServer.Anywhere("http")]);
        Assert.Equal(2, outcome.ExitCode);
        Assert.Contains("runi cluster import", outcome.Error, StringComparison.Ordinal);
        Assert.Equal(["member"], Directory.GetFileSystemEntries(Data).Select(Path.GetFileName));
    }

    [Fact]
    public void A_node_that_joins_must_know_whom_to_ask()
    {
        var outcome = Runi.Run(["server", "--insecure", "--data-dir", Data, "--initial-cluster-state", "existing", .. RuniServer.Anywhere("http")]);
        Assert.Equal(2, outcome.ExitCode);
        Assert.Contains("R6102", outcome.Error, StringComparison.Ordinal);
        Assert.Contains("--initial-cluster", outcome.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_configuration_that_is_wrong_is_refused_with_line_and_excerpt()
    {
        var file = _directory.Write("barn.yaml", "name: a\nheartbeat-interval: soon\nmax-txn-ops: -1\n");
        var outcome = Runi.Run("server", "--insecure", "--config-file", file);
        Assert.Equal(2, outcome.ExitCode);
        Assert.Contains("barn.yaml:2:", outcome.Error, StringComparison.Ordinal);
        Assert.Contains("2 | heartbeat-interval: soon", outcome.Error, StringComparison.Ordinal);
        Assert.Contains("barn.yaml:3:", outcome.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Plaintext_must_be_asked_for()
    {
        var outcome = Runi.Run("server", "--data-dir", Data);
        Assert.Equal(2, outcome.ExitCode);
        Assert.Contains("--insecure", outcome.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Data));
    }

    [Fact]
    public async Task A_log_of_json_has_an_object_a_line_and_names_settings_that_do_nothing()
    {
        using var server = await RuniServer.StartAsync(Data, "--log-format", "json", "--strict-reconfig-check", "--logger=zap");
        server.Stop();
        var events = server.Log.TrimEnd('\n').Split('\n').Select(line => JsonDocument.Parse(line).RootElement).ToList();
        // What the node itself reports comes in between, whenever it happens.
        var numbers = events.Select(one => one.GetProperty("event").GetInt32()).Where(number => number < 200);
        Assert.Equal([110, 110, 100, 101, 103, 104, 105], numbers);
        Assert.Contains("--logger", events[0].GetProperty("message").GetString()!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_damaged_log_stops_the_start_and_the_check_names_the_place()
    {
        using (var server = await RuniServer.StartAsync(Data))
        {
            for (var i = 0; i < 3; i++) Assert.Equal(0, server.Ask("kv", "put", $"k{i}", new string('x', 500)).ExitCode);
            server.Stop();
        }

        Assert.Equal(0, Runi.Run("cluster", "check", Data).ExitCode);
        var log = Directory.GetFiles(Path.Combine(Data, "wal")).Order(StringComparer.Ordinal).First();
        FlipLetter(log, 'x');

        var check = Runi.Run("cluster", "check", Data);
        Assert.Equal(1, check.ExitCode);
        Assert.Contains(Path.GetFileName(log), check.Output, StringComparison.Ordinal);
        var start = Runi.Run(["server", "--insecure", "--data-dir", Data, .. RuniServer.Anywhere("http")]);
        Assert.Equal(1, start.ExitCode);
        Assert.Contains("R6113", start.Error, StringComparison.Ordinal);
        Assert.Contains(Path.GetFileName(log), start.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_saved_snapshot_is_restored_to_a_new_directory()
    {
        var file = _directory.File("saved");
        using (var server = await RuniServer.StartAsync(Data))
        {
            server.Ask("kv", "put", "a", "one");
            server.Ask("kv", "put", "a", "two");
            Assert.Equal(0, server.Ask("cluster", "snapshot", "save", file).ExitCode);
            server.Ask("kv", "put", "a", "three");
        }

        var target = _directory.File("restored");
        Assert.Equal($"restored revision 3 to {target}\n", Runi.Run("cluster", "snapshot", "restore", file, "--data-dir", target).Output);
        Assert.Equal(2, Runi.Run("cluster", "snapshot", "restore", file, "--data-dir", target).ExitCode);
        Assert.Equal(0, Runi.Run("cluster", "check", target).ExitCode);
        using var restored = await RuniServer.StartAsync(target);
        Assert.Contains("two", restored.Ask("kv", "get", "a").Output, StringComparison.Ordinal);
        Assert.Contains("one", restored.Ask("kv", "get", "a", "--rev", "2").Output, StringComparison.Ordinal);
        Assert.StartsWith("revision 4", restored.Ask("kv", "put", "a", "four").Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_snapshot_that_is_damaged_or_cut_is_refused_and_leaves_nothing()
    {
        var file = _directory.File("saved");
        using (var server = await RuniServer.StartAsync(Data)) server.Ask("cluster", "snapshot", "save", file);
        var bytes = await File.ReadAllBytesAsync(file, TestContext.Current.CancellationToken);
        bytes[5] ^= 1;
        var target = _directory.File("restored");
        foreach (var wrong in new[] { bytes, bytes[..^1], [] })
        {
            await File.WriteAllBytesAsync(file, wrong, TestContext.Current.CancellationToken);
            var outcome = Runi.Run("cluster", "snapshot", "restore", file, "--data-dir", target);
            Assert.Equal(2, outcome.ExitCode);
            Assert.Contains("R6120", outcome.Error, StringComparison.Ordinal);
        }

        Assert.False(Directory.Exists(target));
        Assert.Equal(3, Runi.Run("cluster", "snapshot", "restore", "/nowhere/x", "--data-dir", target).ExitCode);
    }

    public void Dispose() => _directory.Dispose();

    private static void FlipLetter(string file, char letter)
    {
        var bytes = File.ReadAllBytes(file);
        var at = Array.IndexOf(bytes, (byte)letter);
        Assert.True(at > 0);
        bytes[at] ^= 1;
        File.WriteAllBytes(file, bytes);
    }
}
