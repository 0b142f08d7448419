using System.Diagnostics;
using System.Net.Security;
using Google.Protobuf;
using Runink.Protocol;
using Runink.Rpc.Fixtures;

namespace Runink.Rpc.Interop;

/// <summary>etcdctl 3.4, which is grpc-go, against a KV service that knows one key.</summary>
public sealed class EtcdctlTests
{
    /// <summary>etcdctl takes a snapshot for whole if so much is left over after sectors of 512 bytes; it does not look at them when it saves.</summary>
    private const int ChecksumBytes = 32;

    [Fact]
    public async Task Gets_a_key()
    {
        await using var server = await TestServer.StartAsync(Kv());
        Assert.Equal("greeting\nhello\n", (await EtcdctlAsync(server.Address(), "get", "greeting")).Output);
    }

    [Fact]
    public async Task Finds_the_endpoint_healthy()
    {
        await using var server = await TestServer.StartAsync(Kv());
        Assert.Contains("is healthy: successfully committed proposal", (await EtcdctlAsync(server.Address(), "endpoint", "health")).All, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Shows_an_error_in_any_language()
    {
        await using var server = await TestServer.StartAsync(Kv());
        var (exitCode, _, all) = await EtcdctlAsync(server.Address(), "get", "bad");
        Assert.Equal(1, exitCode);
        Assert.Contains("Error: rpc error: code = InvalidArgument desc = Schlüssel „bad“: 100% falsch", all, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Is_told_what_is_not_served()
    {
        await using var server = await TestServer.StartAsync(Kv());
        var (exitCode, _, all) = await EtcdctlAsync(server.Address(), "lease", "list");
        Assert.NotEqual(0, exitCode);
        Assert.Contains("unknown service etcdserverpb.Lease", all, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Receives_a_stream_and_its_end()
    {
        var folder = Directory.CreateTempSubdirectory("runink-rpc-");
        try
        {
            await using var server = await TestServer.StartAsync(Kv(), Snapshots(pieces: 64));
            var path = Path.Combine(folder.FullName, "snapshot");
            var (exitCode, _, all) = await EtcdctlAsync(server.Address(), "snapshot", "save", path);
            Assert.True(exitCode == 0, all);
            Assert.Equal(64 * 32 * 1024 + ChecksumBytes, new FileInfo(path).Length);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public async Task Speaks_tls_with_certificates_on_both_sides()
    {
        var folder = Directory.CreateTempSubdirectory("runink-rpc-");
        try
        {
            using var authority = new TestCertificates();
            var certificate = SslStreamCertificateContext.Create(authority.Issue("server"), null);
            var tls = new RpcServerTls
            {
                Certificate = _ => certificate,
                ClientCertificates = ClientCertificates.Required,
                TrustedRoots = () => authority.Roots,
            };
            await using var server = await TestServer.StartAsync(options => options with
            {
                Listeners = [options.Listeners[0] with { Tls = tls }],
                Services = [Kv()],
            });
            var (root, client, key) = authority.WritePem(folder.FullName, "client");
            var (_, output, _) =
                await EtcdctlAsync(server.Address("https"), "--cacert", root, "--cert", client, "--key", key, "get", "greeting");
            Assert.Equal("greeting\nhello\n", output);
            // Without a certificate it goes on trying until its time is up.
            string[] briefly = ["--command-timeout=5s", "--dial-timeout=3s"];
            Assert.NotEqual(0, (await EtcdctlAsync(server.Address("https"), [.. briefly, "--cacert", root, "get", "greeting"])).ExitCode);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static RpcService Kv() => new(KvReflection.Descriptor.Services[0], RpcMethod.Unary(
        "Range", Marshaller.Protobuf<RangeRequest>(), Marshaller.Protobuf<RangeResponse>(), (request, _) =>
        {
            var response = new RangeResponse { Header = new ResponseHeader { Revision = 7 } };
            switch (request.Key.ToStringUtf8())
            {
                case "greeting":
                    response.Kvs.Add(new KeyValue
                    {
                        Key =
                        request.Key,
                        Value = ByteString.CopyFromUtf8("hello"),
                        ModRevision = 7
                    });
                    response.Count = 1;
                    break;
                case "bad":
                    throw new RpcException(RpcCode.InvalidArgument, "Schlüssel „bad“: 100% falsch");
            }

            return new ValueTask<RangeResponse>(response);
        }));

    private static RpcService Snapshots(int pieces) => new(MaintenanceReflection.Descriptor.Services[0], RpcMethod.ServerStreaming(
        "Snapshot", Marshaller.Protobuf<SnapshotRequest>(), Marshaller.Protobuf<SnapshotResponse>(), async (_, responses, _) =>
        {
            var blob = ByteString.CopyFrom(new byte[32 * 1024]);
            for (var i = 0; i < pieces; i++) await responses.WriteAsync(new SnapshotResponse { Blob = blob });
            await responses.WriteAsync(new SnapshotResponse { Blob = ByteString.CopyFrom(new byte[ChecksumBytes]) });
        }));

    private static async Task<(int ExitCode, string Output, string All)> EtcdctlAsync(Uri endpoint, params string[] arguments)
    {
        // How long an answer may take on a busy machine is not what is tested. The later of two flags counts.
        string[] patiently = ["--command-timeout=60s", "--dial-timeout=60s"];
        var start = new ProcessStartInfo("etcdctl", ["--endpoints", endpoint.ToString().TrimEnd('/'), .. patiently, .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        start.Environment["ETCDCTL_API"] = "3";
        using var process = Process.Start(start) ?? throw new InvalidOperationException("etcdctl did not start");
        var errors = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        var output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return (process.ExitCode, output, output + await errors);
    }
}
