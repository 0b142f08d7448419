using Runink.Rpc;
using Runink.Store;
using Runink.Store.Tests;

namespace Runink.Barn.Client.Tests.Servers;

public sealed class TlsTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();
    private readonly TestCertificates _trusted;
    private readonly TestCertificates _other;

    public TlsTests()
    {
        _trusted = new TestCertificates(_directory.Path, "trusted");
        _other = new TestCertificates(_directory.Path, "other");
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_server_of_the_trusted_authority_that_wants_certificates_takes_those_of_its_own_authority_only()
    {
        await using var server = await StartAsync("--client-cert-auth", "--trusted-ca-file", _trusted.RootFile);
        using var mine = _trusted.Issue("client").Certificate;
        using var strange = _other.Issue("stranger").Certificate;
        var known = Trusting(_trusted) with { Certificate = () => mine };
        await using (var store = server.Open(options => options with { Tls = known }))
        {
            await store.PutAsync("k", "v"u8.ToArray(), 0, Cancel);
            Assert.Equal(1, (await store.ListAsync("k", Cancel)).Count);
        }

        foreach (var tls in new[] { Trusting(_trusted), Trusting(_trusted) with { Certificate = () => strange } })
        {
            await using var store = server.Open(options => options with { Tls = tls, Patience = TimeSpan.FromMilliseconds(200) });
            await Assert.ThrowsAsync<StoreUnavailableException>(async () => await store.GetAsync("k", Cancel));
        }
    }

    [Fact]
    public async Task A_server_of_another_authority_is_not_believed_and_not_waited_for()
    {
        await using var server = await StartAsync();
        var time = new HastyTime();
        await using var store = server.Open(options => options with { Tls = Trusting(_other), Clock = time });
        var error = await Assert.ThrowsAsync<StoreUnavailableException>(
            async () => await store.PutAsync("k", default, 0, Cancel));
        Assert.Contains("trusted roots", error.Hint, StringComparison.Ordinal);
        Assert.Empty(time.Waits);
        await Assert.ThrowsAsync<StoreUnavailableException>(async () =>
        {
            await foreach (var _ in store.WatchAsync(KeyRange.All, 1, Cancel)) break;
        });
        await using var believing = server.Open(options => options with { Tls = Trusting(_trusted) });
        Assert.Equal(1, (await believing.ListAsync("", Cancel)).Revision);
    }

    public void Dispose()
    {
        _trusted.Dispose();
        _other.Dispose();
        _directory.Dispose();
    }

    private static RpcClientTls Trusting(TestCertificates authority) => new() { TrustedRoots = () => [authority.Root] };

    private Task<EtcdServer> StartAsync(params string[] more)
    {
        var (certificate, file, keyFile) = _trusted.Issue("server");
        certificate.Dispose();
        return EtcdServer.StartTlsAsync(["--cert-file", file, "--key-file", keyFile, .. more]);
    }
}
