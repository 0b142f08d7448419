using Runink.Barn.Tests;

namespace Runink.Conformance;

/// <summary>A copy outwards with etcd's own tool: what is in a Barn, and what comes to it later, arrives in a real etcd.</summary>
public sealed class MirrorTests
{
    [Fact]
    public async Task Etcdctl_mirrors_a_Barn_into_an_etcd()
    {
        Tool.Require("etcd", "etcdctl");
        await using var etcd = await RealEtcd.StartAsync();
        await using var barn = await EtcdHost.StartAsync();
        for (var i = 0; i < 10; i++) await PutAsync(barn, $"before/{i}");
        using var mirror = Tool.Start("etcdctl", ["--endpoints", barn.Address.Authority, "make-mirror", etcd.Address.Authority]);
        try
        {
            await ArrivedAsync(etcd, 10);
            for (var i = 0; i < 5; i++) await PutAsync(barn, $"later/{i}");
            await ArrivedAsync(etcd, 15);
        }
        finally
        {
            mirror.Kill();
        }
    }

    private static Task<ToolResult> PutAsync(EtcdHost barn, string key) =>
        Tool.RunAsync("etcdctl", ["--endpoints", barn.Address.Authority, "put", key, "x"]);

    private static async Task ArrivedAsync(RealEtcd etcd, int count)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (true)
        {
            var keys = await Tool.RunAsync("etcdctl", ["--endpoints", etcd.Address.Authority, "get", "", "--prefix", "--keys-only"]);
            if (keys.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length == count) return;
            patience.Token.ThrowIfCancellationRequested();
        }
    }
}
