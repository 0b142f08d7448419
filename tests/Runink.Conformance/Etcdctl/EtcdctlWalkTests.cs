using Runink.Barn.Tests;

namespace Runink.Conformance;

/// <summary>
/// The same commands of etcdctl 3.4 with a Barn and with a real etcd of the same version: what comes out is the same, command by
/// command, but for what the steps themselves name and argue.
/// </summary>
public sealed class EtcdctlWalkTests
{
    public static TheoryData<string> Walks => [.. EtcdctlWalks.All.Keys];

    [Theory]
    [MemberData(nameof(Walks))]
    public async Task Etcdctl_says_the_same_of_a_Barn_as_of_etcd(string walk)
    {
        Tool.Require("etcd", "etcdctl");
        var folders = (Barn: Directory.CreateTempSubdirectory("runink-walk-").FullName, Etcd: Directory.CreateTempSubdirectory("runink-walk-").FullName);
        try
        {
            await using var etcd = await RealEtcd.StartAsync();
            await using var barn = await EtcdHost.StartAsync();
            await CompareAsync(EtcdctlWalks.All[walk], new Walker(barn.Address, folders.Barn), new Walker(etcd.Address, folders.Etcd));
        }
        finally
        {
            Directory.Delete(folders.Barn, recursive: true);
            Directory.Delete(folders.Etcd, recursive: true);
        }
    }

    private static async Task CompareAsync(Step[] steps, Walker barn, Walker etcd)
    {
        var problems = new List<string>();
        foreach (var step in steps)
        {
            var both = await Task.WhenAll(barn.TakeAsync(step), etcd.TakeAsync(step));
            var (ours, theirs) = (both[0], both[1]);
            if (step.Difference is null && ours != theirs) problems.Add($"{step.Command}\n  Barn: {ours}\n  etcd: {theirs}");
            else if (step.Difference is not null && ours == theirs) problems.Add($"{step.Command}\n  no longer differs: {ours}");
            else if (!step.ExitCodeDiffers && ours.ExitCode != theirs.ExitCode) problems.Add($"{step.Command}\n  exit codes {ours.ExitCode} and {theirs.ExitCode}");
        }

        Assert.True(problems.Count == 0, string.Join('\n', problems));
    }
}
