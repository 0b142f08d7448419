using System.Globalization;
using Runink.Cli.Commands.Cluster.Connection;
using Runink.Cli.Commands.Cluster.Import;
using Runink.Cli.Tests.EndToEnd.Servers;
using Runink.Rpc;

namespace Runink.Cli.Tests.Commands.Cluster.Import;

/// <summary>Leases between two real etcds.</summary>
public sealed class LeaseMirrorTests : IDisposable
{
    private const long Lease = 0x77;

    private readonly EtcdProcess _etcd = EtcdProcess.Start();
    private readonly EtcdProcess _other = EtcdProcess.Start();
    private readonly ClusterConnection _source;
    private readonly ClusterConnection _target;
    private readonly LeaseMirror _leases;

    public LeaseMirrorTests()
    {
        (_source, _target) = (Connect(_etcd), Connect(_other));
        _leases = new(_source, _target);
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Keys_of_a_lease_are_owed_until_the_target_has_them()
    {
        await _source.CallAsync(EtcdCalls.LeaseGrant, new() { ID = Lease, TTL = 100 }, Cancellation);
        Put(_etcd, "a");
        Put(_etcd, "b");

        await _leases.RefreshAsync(Cancellation);
        Put(_other, "a");
        Assert.Equal(["b"], await OwedAsync());
        Assert.Equal(["b"], await OwedAsync());
        Put(_other, "b");
        Assert.Empty(await OwedAsync());
    }

    [Fact]
    public async Task Keys_of_a_lease_that_was_granted_anew_while_it_was_written_to_are_owed_again()
    {
        await _source.CallAsync(EtcdCalls.LeaseGrant, new() { ID = Lease, TTL = 100 }, Cancellation);
        Put(_etcd, "a");
        await _leases.RefreshAsync(Cancellation);
        Put(_other, "a");
        Assert.Empty(await OwedAsync());

        await _target.CallAsync(EtcdCalls.LeaseRevoke, new() { ID = Lease }, Cancellation);
        _leases.Lost(Lease);
        Assert.True(await _leases.EnsureAsync(Lease, Cancellation));
        await _leases.RefreshAsync(Cancellation);

        Assert.Equal(["a"], await OwedAsync());
    }

    public void Dispose()
    {
        _source.Dispose();
        _target.Dispose();
        _etcd.Dispose();
        _other.Dispose();
    }

    private static ClusterConnection Connect(EtcdProcess etcd) =>
        new([new(etcd.Url)], new RpcClientTls(), login: null, TimeSpan.FromSeconds(10));

    private static void Put(EtcdProcess etcd, string key) =>
        Assert.Equal("OK\n", Etcdctl.Run(etcd.Url, "put", key, "1", "--lease", Lease.ToString("x", CultureInfo.InvariantCulture)));

    private async Task<IEnumerable<string>> OwedAsync() => (await _leases.OwedAsync(Cancellation)).Select(key => key.ToStringUtf8());
}
