using System.Net;
using System.Net.Sockets;
using System.Text;
using Runink.Isolation.Network;
using Runink.Pipelines.Planning.Programs;
using Runink.Runs.Coordination;

namespace Runink.Runs.Tests.Coordination;

/// <summary>The way of a program to the endpoints that its step names, as its coordinator has it.</summary>
public sealed class ProgramEgressTests : IDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("runink-egress-");

    [Theory]
    [InlineData("API.example.org.:443")]
    [InlineData("db_1.internal:5432")]
    [InlineData("127.0.0.1:80")]
    [InlineData("0x7f.1:80")]
    [InlineData("[::ffff:10.0.0.5]:443")]
    [InlineData("[2001:DB8:0::1]:443")]
    public void What_a_plan_accepts_the_proxy_understands_in_the_same_way(string text)
    {
        Assert.True(NetworkEndpoint.TryParse(text, out var planned, out _));
        Assert.Equal(EgressEndpoint.Parse(text), EgressEndpoint.Parse(planned));
        Assert.Equal(planned, EgressEndpoint.Parse(planned).ToString());
    }

    [Fact]
    public async Task An_attempt_is_a_line_of_the_log_and_counts()
    {
        using var server = new TcpListener(IPAddress.Loopback, 0);
        server.Start();
        var port = ((IPEndPoint)server.LocalEndpoint).Port;
        await using (var egress = Start(out var log, $"127.0.0.1:{port}"))
        {
            Assert.StartsWith("HTTP/1.1 200", await AskAsync($"CONNECT 127.0.0.1:{port} HTTP/1.1\r\n\r\n"), StringComparison.Ordinal);
            Assert.StartsWith("HTTP/1.1 403", await AskAsync($"CONNECT 127.0.0.1:{port + 1} HTTP/1.1\r\n\r\n"), StringComparison.Ordinal);
            await egress.DisposeAsync();
            Assert.Equal((2L, 1L), (egress.Usage.Attempts, egress.Usage.Refused));
            log.Dispose();
        }

        var lines = Log();
        Assert.Contains(lines, line => line.StartsWith($"network: 127.0.0.1:{port} reached at 127.0.0.1, ", StringComparison.Ordinal));
        Assert.Contains($"network: 127.0.0.1:{port + 1} refused (NotNamed): no step of the plan names this endpoint", lines);
    }

    [Fact]
    public async Task A_flood_of_attempts_does_not_flood_the_log()
    {
        const int Attempts = 1010;
        await using (var egress = Start(out var log, "127.0.0.1:9"))
        {
            for (var i = 0; i < Attempts; i++) await AskAsync("CONNECT 10.0.0.1:80 HTTP/1.1\r\n\r\n");
            await egress.DisposeAsync();
            Assert.Equal(Attempts, egress.Usage.Refused);
            log.Dispose();
        }

        var lines = Log();
        Assert.Equal(1001, lines.Length);
        Assert.Equal("network: and 10 attempts more", lines[^1]);
    }

    public void Dispose() => _directory.Delete(recursive: true);

    private string[] Log() => File.ReadAllLines(Path.Combine(_directory.FullName, "log"));

    private ProgramEgress Start(out BoundedLog log, params string[] endpoints)
    {
        log = new BoundedLog(Path.Combine(_directory.FullName, "log"));
        var program = new ProgramStart
        {
            Run = "R1",
            Slice = "S1",
            Executable = "/bin/true",
            Input = "/dev/null",
            Output = "/dev/null",
            WorkDirectory = _directory.FullName,
            Endpoints = endpoints,
            EgressSocket = Path.Combine(_directory.FullName, "egress"),
        };
        return ProgramEgress.Start(program, log)!;
    }

    private async Task<string> AskAsync(string request)
    {
        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        await socket.ConnectAsync(new UnixDomainSocketEndPoint(Path.Combine(_directory.FullName, "egress")), TestProject.Cancellation);
        await socket.SendAsync(Encoding.ASCII.GetBytes(request), TestProject.Cancellation);
        var answer = new byte[512];
        var read = await socket.ReceiveAsync(answer, TestProject.Cancellation);
        return Encoding.ASCII.GetString(answer, 0, read);
    }
}
