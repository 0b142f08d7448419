using System.Runtime.CompilerServices;
using Runink.Barn.Tests;

namespace Runink.Conformance;

/// <summary>Clients for Node, with a Barn and with a real etcd: they print the same. The packages are pinned and fetched by npm once.</summary>
public sealed class NodeClientTests
{
    private static readonly string Folder = Path.Combine(Here(), "node");

    [Theory]
    [InlineData("etcd3.mjs")]
    [InlineData("grpc.mjs")]
    public async Task A_client_for_Node_prints_the_same_of_a_Barn_as_of_etcd(string script)
    {
        Tool.Require("etcd", "node", "npm");
        await InstallAsync();
        await using var etcd = await RealEtcd.StartAsync();
        await using var barn = await EtcdHost.StartAsync();
        var both = await Task.WhenAll(RunAsync(script, barn.Address), RunAsync(script, etcd.Address));
        Assert.Equal(both[1], both[0]);
        Assert.True(both[0].Length > 10, "the script printed next to nothing");
    }

    private static async Task<string[]> RunAsync(string script, Uri address)
    {
        var protos = Path.GetFullPath(Path.Combine(Here(), "..", "..", "..", "src", "Runink.Protocol"));
        var result = await Tool.RunAsync("node", [script, address.Authority, protos], folder: Folder);
        Assert.True(result.ExitCode == 0, $"{script} with {address}: {result}");
        return result.Output.Split('\n');
    }

    private static async Task InstallAsync()
    {
        if (File.Exists(Path.Combine(Folder, "node_modules", ".package-lock.json"))) return;
        var npm = await Tool.RunAsync("npm", ["ci", "--ignore-scripts", "--no-audit", "--no-fund"], folder: Folder);
        Assert.True(npm.ExitCode == 0, $"{npm}");
    }

    private static string Here([CallerFilePath] string path = "") => Path.GetDirectoryName(path)!;
}
