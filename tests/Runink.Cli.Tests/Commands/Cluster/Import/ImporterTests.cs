using Runink.Cli.Commands.Cluster.Connection;
using Runink.Cli.Commands.Cluster.Import;
using Runink.Cli.Tests.EndToEnd.Servers;
using Runink.Rpc;

namespace Runink.Cli.Tests.Commands.Cluster.Import;

/// <summary>An import between two real etcds that is stopped halfway.</summary>
public sealed class ImporterTests : IDisposable
{
    private readonly EtcdProcess _etcd = EtcdProcess.Start();
    private readonly EtcdProcess _other = EtcdProcess.Start();

    [Fact]
    public async Task A_restart_that_stops_after_it_emptied_the_target_leaves_no_import_to_go_on_with()
    {
        using var source = Connect(_etcd.Url);
        using var target = Connect(_other.Url);
        using var nowhere = Connect("http://127.0.0.1:1");
        var cancellation = TestContext.Current.CancellationToken;
        Etcdctl.Run(_etcd.Url, "put", "a", "1");
        var whole = new Importer(source, source, target, new(source, target), users: null, _ => { });
        await whole.PrepareAsync(restart: false, cancellation);
        await whole.CopyAsync(cancellation);
        Assert.Equal("a\n1\n", Etcdctl.Run(_other.Url, "get", "a"));

        // Leases end after keys are deleted, and these cannot.
        var stopped = new Importer(source, source, target, new(source, nowhere), users: null, _ => { });
        await Assert.ThrowsAsync<RpcException>(() => stopped.PrepareAsync(restart: true, cancellation));

        Assert.Equal("", Etcdctl.Run(_other.Url, "get", "", "--prefix"));
    }

    public void Dispose()
    {
        _etcd.Dispose();
        _other.Dispose();
    }

    private static ClusterConnection Connect(string url) => new([new(url)], new RpcClientTls(), login: null, TimeSpan.FromSeconds(10));
}
