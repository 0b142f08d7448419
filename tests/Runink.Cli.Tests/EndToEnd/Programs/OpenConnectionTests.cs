using System.Net;
using System.Net.Sockets;
using System.Text.Json;

namespace Runink.Cli.Tests.EndToEnd.Programs;

/// <summary>What the record of a run says of connections that a program leaves open when it ends.</summary>
public sealed class OpenConnectionTests
{
    private const int Sent = 100_000;

    [Fact]
    public async Task A_connection_that_a_program_left_open_is_in_the_record()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var answering = AnswerAsync(listener);
        using var project = new ProgramProject($$"""
            #!/usr/bin/env python3
            import os, socket, sys, urllib.parse
            sys.stdin.read()
            proxy = urllib.parse.urlsplit(os.environ["HTTPS_PROXY"])
            far = socket.create_connection((proxy.hostname, proxy.port))
            far.sendall(b"CONNECT {{listener.LocalEndpoint}} HTTP/1.1\r\n\r\n")
            far.recv(4096)
            far.sendall(b"x" * {{Sent}})
            print('{"id":1,"grade":"' + far.recv(2).decode() + '"}', flush=True)
            os._exit(0)
            """, endpoints: $"{listener.LocalEndpoint}");

        var run = project.Run();

        Assert.True(run.ExitCode == 0, run.Error);
        using var client = await answering;
        Assert.Equal(["1,ok"], project.Published());
        var slices = JsonDocument.Parse(project.Invoke("status", "-o", "json").Output).RootElement.GetProperty("stages")[0].GetProperty("slices");
        var used = slices[1].GetProperty("network");
        Assert.Equal((1, 0), (used.GetProperty("attempts").GetInt64(), used.GetProperty("refused").GetInt64()));
        Assert.True(used.GetProperty("bytesSent").GetInt64() >= Sent);
    }

    /// <summary>Takes what comes, answers, and does not close.</summary>
    private static async Task<TcpClient> AnswerAsync(TcpListener listener)
    {
        var client = await listener.AcceptTcpClientAsync(TestContext.Current.CancellationToken);
        await client.GetStream().ReadExactlyAsync(new byte[Sent], TestContext.Current.CancellationToken);
        await client.GetStream().WriteAsync("ok"u8.ToArray(), TestContext.Current.CancellationToken);
        return client;
    }
}
