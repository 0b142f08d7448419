using System.Diagnostics;
using System.Text.RegularExpressions;

namespace Runink.Cli.Tests.EndToEnd.Servers;

/// <summary>Moving from a real etcd into a Barn with leases.</summary>
public sealed partial class LeaseImportTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();
    private readonly EtcdProcess _etcd = EtcdProcess.Start();
    private readonly List<Process> _started = [];

    [Fact]
    public async Task Leases_come_with_their_ids_times_and_keys()
    {
        using var barn = await RuniServer.StartAsync(_directory.File("data"));
        var (first, second) = (Grant(100), Grant(200));
        Put("a", first);
        Put("b", first);
        Etcdctl.Run(_etcd.Url, "put", "c", "free");

        var outcome = Import(barn, "--once");
        Assert.True(outcome.ExitCode == 0, outcome.Error);
        Assert.StartsWith("copied 3 keys; the target has revision 4 of the source and 2 leases", outcome.Output, StringComparison.Ordinal);
        Assert.Matches($@"lease {first} granted with TTL\(100s\), remaining\(\d+s\), attached keys\(\[a b\]\)", Lease(barn.Url, first));
        Assert.Matches($@"lease {second} granted with TTL\(200s\), remaining\(\d+s\), attached keys\(\[\]\)", Lease(barn.Url, second));
        Etcdctl.Run(barn.Url, "lease", "revoke", first);
        Assert.Equal("", Etcdctl.Run(barn.Url, "get", "a"));
        Assert.Equal("c\nfree\n", Etcdctl.Run(barn.Url, "get", "c"));
    }

    [Fact]
    public async Task A_lease_lives_as_long_as_it_does_at_the_source_while_that_is_followed()
    {
        using var barn = await RuniServer.StartAsync(_directory.File("data"));
        var kept = Grant(8);
        Put("kept", kept);
        KeepAlive(kept);
        Begin(Runi.StartInfo(Environment.CurrentDirectory, "cluster", "import", "--from-endpoints", _etcd.Url, "--endpoints", barn.Url));
        Wait.Until(() => Etcdctl.Run(barn.Url, "get", "kept") == "kept\n1\n");

        // Granted while it is followed, and longer than the one that is kept alive.
        var left = Grant(12);
        Put("left", left);
        Wait.Until(() => Etcdctl.Run(barn.Url, "get", "left") == "left\n1\n");
        Wait.Until(() => Etcdctl.Run(_etcd.Url, "get", "left") == "");
        Wait.Until(() => Etcdctl.Run(barn.Url, "get", "left") == "");

        Assert.Equal("kept\n1\n", Etcdctl.Run(barn.Url, "get", "kept"));
        Wait.Until(() => Lease(barn.Url, left).Contains("already expired", StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_ran_out_between_two_calls_is_brought_back_by_the_next()
    {
        using var barn = await RuniServer.StartAsync(_directory.File("data"));
        var lease = Grant(100);
        Put("a", lease);
        Assert.Equal(0, Import(barn, "--once").ExitCode);
        // As if it had run out: it is gone with its keys.
        Etcdctl.Run(barn.Url, "lease", "revoke", lease);
        Assert.Equal("", Etcdctl.Run(barn.Url, "get", "a"));

        Assert.Equal(0, Import(barn, "--once").ExitCode);

        Assert.Equal("a\n1\n", Etcdctl.Run(barn.Url, "get", "a"));
        Assert.Contains("attached keys([a])", Lease(barn.Url, lease), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_key_that_did_not_follow_its_lease_is_brought_by_the_next_call()
    {
        using var barn = await RuniServer.StartAsync(_directory.File("data"));
        var lease = Grant(100);
        Put("a", lease);
        Put("b", lease);
        Assert.Equal(0, Import(barn, "--once").ExitCode);
        Etcdctl.Run(barn.Url, "del", "a");

        Assert.Equal(0, Import(barn, "--once").ExitCode);

        Assert.Contains("attached keys([a b])", Lease(barn.Url, lease), StringComparison.Ordinal);
    }

    public void Dispose()
    {
        foreach (var process in _started)
        {
            process.Kill();
            process.WaitForExit();
            process.Dispose();
        }

        _etcd.Dispose();
        _directory.Dispose();
    }

    private static string Lease(string url, string id) => Etcdctl.Run(url, "lease", "timetolive", id, "--keys");

    private string Grant(int seconds) =>
        Granted().Match(Etcdctl.Run(_etcd.Url, "lease", "grant", $"{seconds}")) is { Success: true } match ? match.Groups["id"].Value : "";

    private void Put(string key, string lease) => Assert.Equal("OK\n", Etcdctl.Run(_etcd.Url, "put", key, "1", "--lease", lease));

    private void KeepAlive(string lease) => Begin(Etcdctl.StartInfo(_etcd.Url, "lease", "keep-alive", lease));

    private void Begin(ProcessStartInfo start)
    {
        var process = Process.Start(start)!;
        _started.Add(process);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    private Outcome Import(RuniServer barn, params string[] more) =>
        Runi.Run(["cluster", "import", "--from-endpoints", _etcd.Url, "--endpoints", barn.Url, .. more]);

    [GeneratedRegex(@"\Alease (?<id>[0-9a-f]+) granted", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Granted();
}
