using System.Net;
using System.Net.Sockets;
using Runink.Barn.Client.Tests;

namespace Runink.Cli.Tests.EndToEnd.Servers;

/// <summary>What kind of failure it was shows in the exit code, whichever command it met (docs/reference/exit-codes.md).</summary>
public sealed class ExitCodeTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public static TheoryData<string> Commands =>
    [
        "kv get a", "kv put a b", "kv del a", "kv watch a", "kv txn FILE", "kv compact 1",
        "cluster status", "cluster members", "cluster add d http://127.0.0.1:2390", "cluster promote d", "cluster remove d --yes",
        "cluster update d http://127.0.0.1:2390", "cluster transfer", "cluster verify",
        "cluster alarms list", "cluster alarms disarm nospace", "cluster groups list", "cluster snapshot save OUT --all",
        "cluster snapshot save OUT", "cluster import --from-endpoints ENDPOINT --once",
    ];

    [Theory]
    [MemberData(nameof(Commands))]
    public async Task Nobody_at_the_endpoint_is_5(string command)
    {
        var outcome = await RunAsync(command, $"http://127.0.0.1:{FreePort.Take()}");
        Assert.True(outcome.ExitCode == 5, $"{outcome}");
    }

    [Fact]
    public async Task A_server_that_does_not_answer_is_6()
    {
        using var silent = new TcpListener(IPAddress.Loopback, 0);
        silent.Start();
        var url = $"http://127.0.0.1:{((IPEndPoint)silent.LocalEndpoint).Port}";
        // All at once, as each takes its whole time. Each writes the file before it begins, so the one that reads it comes last.
        string[] commands = ["kv get a", "kv put a b", "kv del a", "kv compact 1", "kv txn FILE"];
        var outcomes = await Task.WhenAll(commands.Select(command => RunAsync($"{command} --timeout 8s", url)));
        Assert.All(outcomes, outcome => Assert.True(outcome.ExitCode == 6, $"{outcome}"));
    }

    [Theory]
    [InlineData("kv put a b")]
    [InlineData("kv txn FILE")]
    public async Task A_server_that_is_gone_before_it_answers_is_5_and_leaves_open_what_it_did(string command)
    {
        using var server = new TcpListener(IPAddress.Loopback, 0);
        server.Start();
        var hangingUp = HangUpAsync(server, TestContext.Current.CancellationToken);
        var outcome = await RunAsync($"{command} --timeout 30s", $"http://127.0.0.1:{((IPEndPoint)server.LocalEndpoint).Port}");
        await hangingUp;
        Assert.True(outcome.ExitCode == 5, $"{outcome}");
        Assert.Contains("whether a change was made is not known", outcome.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_user_who_is_not_known_or_not_allowed_is_4()
    {
        using var server = await RuniServer.StartAsync(_directory.File("data"));
        foreach (var line in new[] { "user add root --new-user-password r", "user grant-role root root", "user add u --new-user-password p", "auth enable" })
            Etcdctl.Run(server.Url, line.Split(' '));

        // Passwords cost much on purpose; on a busy machine more than the five seconds that a command has.
        foreach (var user in new[] { "", " --user u:wrong", " --user nobody:p", " --user u:p" })
        {
            foreach (var command in new[] { "kv get a", "kv put a b", "kv del a", "kv watch a", "kv txn FILE" })
            {
                var outcome = await RunAsync($"{command}{user} --timeout 60s", server.Url);
                Assert.True(outcome.ExitCode == 4, $"{command}{user}: {outcome}");
            }
        }

        Assert.Equal(4, (await RunAsync("kv compact 1 --user u:wrong --timeout 60s", server.Url)).ExitCode);
        Assert.Equal(4, (await RunAsync("cluster snapshot save OUT --user u:p --timeout 60s", server.Url)).ExitCode);
        Assert.Equal(0, (await RunAsync("kv put a b --user root:r --timeout 60s", server.Url)).ExitCode);
    }

    [Fact]
    public async Task A_store_over_its_quota_is_4_for_puts_and_nothing_else()
    {
        using var server = await RuniServer.StartAsync(_directory.File("data"), "--quota-backend-bytes", "20000");
        var text = new string('v', 10_000);
        Wait.Until(() => server.Ask("kv", "put", "large", text).ExitCode + server.Ask("kv", "put", "larger", text).ExitCode > 0);
        var refused = server.Ask("kv", "put", "more", "b");
        Assert.True(refused.ExitCode == 4, $"{refused}");
        Assert.Contains("barn-quota", refused.Error, StringComparison.Ordinal);
        Assert.Equal(4, (await RunAsync("kv txn FILE --timeout 60s", server.Url)).ExitCode);
        foreach (var allowed in new[] { "get", "del" })
        {
            var outcome = server.Ask("kv", allowed, "large");
            Assert.True(outcome.ExitCode == 0, $"{allowed}: {outcome}");
        }
    }

    [Fact]
    public async Task What_is_not_there_is_3()
    {
        using var server = await RuniServer.StartAsync(_directory.File("data"));
        Assert.Equal(0, server.Ask("kv", "put", "a", "1").ExitCode);
        Assert.Equal(0, server.Ask("kv", "put", "a", "2").ExitCode);
        Assert.Equal(0, server.Ask("kv", "compact", "3").ExitCode);
        foreach (var command in new[] { "kv get b", "kv get a --rev 2", "kv get a --rev 99", "kv watch a --rev 2", "kv compact 2", "kv compact 99", "kv put a b --lease 1234" })
        {
            var outcome = await RunAsync($"{command} --timeout 60s", server.Url);
            Assert.True(outcome.ExitCode == 3, $"{command}: {outcome}");
        }

        Assert.Equal(0, server.Ask("kv", "del", "b").ExitCode);
        Assert.Equal(0, server.Ask("kv", "get", "b", "--prefix").ExitCode);
    }

    public void Dispose() => _directory.Dispose();

    /// <summary>Takes one whole request over HTTP/2, and goes without a word.</summary>
    private static async Task HangUpAsync(TcpListener server, CancellationToken cancellation)
    {
        const int PrefaceLength = 24;
        const int Data = 0;
        byte[] settings = [0, 0, 0, 4, 0, 0, 0, 0, 0];
        using var client = await server.AcceptTcpClientAsync(cancellation);
        var stream = client.GetStream();
        await stream.WriteAsync(settings, cancellation);
        await stream.ReadExactlyAsync(new byte[PrefaceLength], cancellation);
        var header = new byte[settings.Length];
        do
        {
            await stream.ReadExactlyAsync(header, cancellation);
            await stream.ReadExactlyAsync(new byte[(header[0] << 16) | (header[1] << 8) | header[2]], cancellation);
        }
        while (header[3] != Data);
    }

    private Task<Outcome> RunAsync(string command, string url)
    {
        var file = _directory.Write("a.txn", "\nput a b\n\n");
        var words = command.Replace("FILE", file, StringComparison.Ordinal).Replace("OUT", _directory.File("out"), StringComparison.Ordinal)
            .Replace("ENDPOINT", url, StringComparison.Ordinal).Split(' ');
        return Runi.InProcessAsync([.. words, "--endpoints", url]);
    }
}
