using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using Runink.Barn.Client.Tests;
using Runink.Cli.Tests.EndToEnd.Servers;

namespace Runink.Cli.Tests.Commands.Kv;

/// <summary>The commands against a real etcd: what they say must be true of somebody else's server too.</summary>
public sealed class KvCommandTests(KvCommandTests.Store store) : IClassFixture<KvCommandTests.Store>
{
    [Fact]
    public async Task A_key_that_was_put_is_got_and_deleted()
    {
        Assert.StartsWith("revision ", (await KvAsync("put", "first", "one")).Output, StringComparison.Ordinal);
        var got = await KvAsync("get", "first");
        Assert.Equal(0, got.ExitCode);
        Assert.Matches(@"KEY\s+VALUE\s+REVISION\s+VERSION\s+LEASE\nfirst\s+one\s+\d+\s+1\n", got.Output);
        Assert.Equal("1 deleted\nKEY    VALUE\nfirst  one\n", (await KvAsync("del", "first", "--prev-kv")).Output);
        Assert.Equal("0 deleted\n", (await KvAsync("del", "first")).Output);
    }

    [Fact]
    public async Task A_key_that_is_not_there_is_an_error_and_an_empty_range_is_none()
    {
        var missing = await KvAsync("get", "nobody");
        Assert.Equal(3, missing.ExitCode);
        Assert.Contains("there is no key 'nobody'", missing.Error, StringComparison.Ordinal);
        Assert.Equal(0, (await KvAsync("get", "nobody/", "--prefix")).ExitCode);
        Assert.Equal("0\n", (await KvAsync("get", "nobody", "--count-only")).Output);
    }

    [Fact]
    public async Task Ranges_are_sorted_limited_and_counted()
    {
        foreach (var (key, value) in new[] { ("r/1", "c"), ("r/2", "a"), ("r/3", "b") }) await KvAsync("put", key, value);

        var got = await KvAsync("get", "r/", "--prefix", "--sort-by", "value", "--descend", "--limit", "2", "-o", "json");
        var json = JsonDocument.Parse(got.Output).RootElement;
        Assert.Equal(["r/1", "r/3"], json.GetProperty("keys").EnumerateArray().Select(kv => kv.GetProperty("key").GetString()!));
        Assert.Equal(3, json.GetProperty("count").GetInt32());
        Assert.True(json.GetProperty("more").GetBoolean());
        Assert.Contains("1 more keys", got.Error, StringComparison.Ordinal);
        Assert.Equal("2\n", (await KvAsync("get", "r/1", "r/3", "--count-only")).Output);
    }

    [Fact]
    public async Task Any_bytes_pass_through_unharmed()
    {
        await KvAsync("put", "--hex", "62ff00", "00fe0a");
        Assert.Contains(@"b\xff\x00  \x00\xfe\x0a", (await KvAsync("get", "--hex", "62ff00")).Output, StringComparison.Ordinal);
        var json = JsonDocument.Parse((await KvAsync("get", "--hex", "62ff00", "-o", "json")).Output).RootElement.GetProperty("keys")[0];
        Assert.Equal([0x62, 0xff, 0x00], json.GetProperty("keyBase64").GetBytesFromBase64());
        Assert.Equal([0x00, 0xfe, 0x0a], json.GetProperty("valueBase64").GetBytesFromBase64());
    }

    [Fact]
    public async Task A_value_that_would_command_the_terminal_is_shown_escaped()
    {
        await KvAsync("put", "evil", "\e[31mred\a\\");
        Assert.Contains(@"\x1b[31mred\x07\\", (await KvAsync("get", "evil")).Output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_value_may_come_from_standard_input()
    {
        using var process = System.Diagnostics.Process.Start(Runi.StartInfo(Environment.CurrentDirectory, "kv", "put", "piped", "--endpoints", store.Url))!;
        process.StandardInput.BaseStream.Write([0xff, 0x00, 0x01]);
        process.StandardInput.Close();
        process.WaitForExit();
        var got = Runi.Run("kv", "get", "piped", "-o", "json", "--endpoints", store.Url);
        Assert.Equal("/wAB", JsonDocument.Parse(got.Output).RootElement.GetProperty("keys")[0].GetProperty("valueBase64").GetString());
    }

    [Fact]
    public async Task A_transaction_does_one_of_two_things()
    {
        using var directory = new TemporaryDirectory();
        var script = directory.Write("lock.txn", "version(\"lock\") = \"0\"\n\nput lock me\n\nget lock\n");

        Assert.Equal("succeeded\nput\n", (await KvAsync("txn", script)).Output);
        Assert.Equal("failed\nlock  me\n", (await KvAsync("txn", script)).Output);
        var json = JsonDocument.Parse((await KvAsync("txn", script, "-o", "json")).Output).RootElement;
        Assert.False(json.GetProperty("succeeded").GetBoolean());
        Assert.Equal("me", json.GetProperty("results")[0].GetProperty("keys")[0].GetProperty("value").GetString());
    }

    [Fact]
    public async Task A_watch_shows_history_in_order_and_ends_after_its_limit()
    {
        await KvAsync("put", "w/1", "a");
        await KvAsync("put", "w/1", "b");
        await KvAsync("del", "w/1");

        var watched = await KvAsync("watch", "w/", "--prefix", "--rev", "1", "--limit", "3", "--prev-kv", "-o", "json");
        var events = watched.Output.TrimEnd('\n').Split('\n').Select(line => JsonDocument.Parse(line).RootElement).ToList();
        Assert.Equal(["put", "put", "delete"], events.Select(one => one.GetProperty("type").GetString()!));
        Assert.Equal("b", events[2].GetProperty("previous").GetProperty("value").GetString());
        var text = await KvAsync("watch", "w/1", "--rev", "1", "--limit", "2");
        Assert.Matches(@"^\d+\s+put    w/1  a\n\d+\s+put    w/1  b\n$", text.Output);
    }

    [Fact]
    public async Task What_the_server_refuses_ends_with_its_words_and_the_code_for_it()
    {
        var future = await KvAsync("compact", "1000000");
        Assert.Equal(3, future.ExitCode);
        Assert.Contains("required revision is a future revision", future.Error, StringComparison.Ordinal);
        Assert.Equal(3, (await KvAsync("put", "a", "b", "--lease", "123abc")).ExitCode);
    }

    [Fact]
    public async Task A_server_that_is_not_there_is_5_and_a_hint()
    {
        var outcome = await Runi.InProcessAsync("kv", "get", "a", "--endpoints", $"127.0.0.1:{FreePort.Take()}");
        Assert.Equal(5, outcome.ExitCode);
        Assert.Contains("hint: is the server running?", outcome.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_next_endpoint_is_asked_when_one_is_not_there()
    {
        var outcome = await Runi.InProcessAsync("kv", "put", "a", "b", "--endpoints", $"127.0.0.1:{FreePort.Take()},{store.Url}");
        Assert.True(outcome.ExitCode == 0, outcome.Error);
    }

    [Fact]
    public async Task The_next_endpoint_is_asked_when_the_machine_of_one_does_not_answer_at_all()
    {
        // Nobody is let in, and the queue of those who wait for it is full: the system drops what comes then.
        using var off = new TcpListener(IPAddress.Loopback, 0);
        off.Start(backlog: 0);
        using var waiting = new TcpClient();
        await waiting.ConnectAsync((IPEndPoint)off.LocalEndpoint, TestContext.Current.CancellationToken);
        var outcome = await Runi.InProcessAsync("kv", "put", "a", "b", "--timeout", "8s", "--endpoints", $"{off.LocalEndpoint},{store.Url}");
        Assert.True(outcome.ExitCode == 0, outcome.Error);
        var alone = await Runi.InProcessAsync("kv", "put", "a", "b", "--timeout", "8s", "--endpoints", $"{off.LocalEndpoint}");
        Assert.Equal(5, alone.ExitCode);
        Assert.DoesNotContain("not known", alone.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_watch_begins_at_the_next_endpoint_when_one_is_not_there()
    {
        await KvAsync("put", "elsewhere", "a");
        var watched = await Runi.InProcessAsync(
            "kv", "watch", "elsewhere", "--rev", "1", "--limit", "1", "--endpoints", $"127.0.0.1:{FreePort.Take()},{store.Url}");
        Assert.True(watched.ExitCode == 0, watched.Error);
        Assert.Empty(watched.Error);
    }

    [Theory]
    [InlineData("get")]
    [InlineData("get", "a", "b", "--prefix")]
    [InlineData("get", "--hex", "xyz")]
    [InlineData("get", "a", "--sort-by", "luck")]
    [InlineData("put", "a", "b", "--lease", "nonsense")]
    [InlineData("put", "a", "b", "--cert", "nowhere.pem")]
    [InlineData("put", "a", "b", "--user", "me")]
    [InlineData("put", "a", "b", "--timeout", "soon")]
    [InlineData("txn", "nowhere.txn")]
    public async Task A_line_that_makes_no_sense_is_refused(params string[] line) => Assert.Equal(2, (await KvAsync(line)).ExitCode);

    [Fact]
    public async Task The_status_names_the_leader()
    {
        var outcome = await Runi.InProcessAsync("cluster", "status", "--endpoints", store.Url);
        Assert.Equal(0, outcome.ExitCode);
        Assert.Matches($@"{store.Url}\s+8e9e05c52164694d\s+default\s+leader\s+3\.4", outcome.Output);
        var both = await Runi.InProcessAsync("cluster", "status", "-o", "json", "--endpoints", $"{store.Url},127.0.0.1:{FreePort.Take()}");
        Assert.Equal(5, both.ExitCode);
        Assert.True(JsonDocument.Parse(both.Output).RootElement[1].TryGetProperty("problem", out _));
    }

    [Fact]
    public async Task A_snapshot_is_saved_whole_and_replaces_nothing()
    {
        using var directory = new TemporaryDirectory();
        string[] line = ["cluster", "snapshot", "save", directory.File("snap"), "--endpoints", store.Url];
        var saved = await Runi.InProcessAsync(line);
        Assert.True(saved.ExitCode == 0, saved.Error);
        Assert.Equal([directory.File("snap")], Directory.GetFiles(directory.Path));
        Assert.Equal(3, (await Runi.InProcessAsync(line)).ExitCode);
    }

    private Task<Outcome> KvAsync(params string[] line) => Runi.InProcessAsync(["kv", .. line, "--endpoints", store.Url]);

    /// <summary>One server for all tests of the class; each uses keys of its own.</summary>
    public sealed class Store : IDisposable
    {
        private readonly EtcdProcess _etcd = EtcdProcess.Start();

        public string Url => _etcd.Url;

        public void Dispose() => _etcd.Dispose();
    }
}
