using Runink.Protocol;
using static Runink.Barn.Tests.EtcdCalls;

namespace Runink.Barn.Tests;

/// <summary>A server whose disk lost a part of its log while it was down.</summary>
public sealed class LostEntriesServerTests
{
    [Fact]
    public async Task A_member_that_lost_a_part_of_its_log_gets_it_from_the_others_and_serves_the_same()
    {
        const string Value = "a value that is easy to find in a file";
        await using var cluster = await ServerCluster.StartAsync(3);
        await cluster[1].PutAsync("a", "1");
        await cluster[1].PutAsync("b", Value);
        await cluster[1].PutAsync("c", "3");
        for (var i = 1; i <= 3; i++) await cluster[i].GetAsync("a");
        await cluster.EndAsync(2);
        Spoil(cluster.DirectoryOf(2), Value);
        await cluster.StartAsync(2);
        var node = cluster.Server(2).Node;
        Assert.Single(node.Lost);
        Assert.Equal(Value, (await cluster[2].GetAsync("b")).Kvs[0].Value.ToStringUtf8());
        Assert.Equal(0, node.Status.LostEntries);
        await cluster[2].PutAsync("d", "4");
        var hashes = new HashSet<uint>();
        for (var i = 1; i <= 3; i++)
        {
            await cluster[i].GetAsync("d");
            hashes.Add((await cluster[i].CallAsync<HashKVRequest, HashKVResponse>(Maintenance, "HashKV", new HashKVRequest())).Hash);
        }

        Assert.Single(hashes);
        await cluster.EndAsync(2);
        await cluster.StartAsync(2);
        Assert.Empty(cluster.Server(2).Node.Lost);
    }

    private static void Spoil(string directory, string value)
    {
        foreach (var file in Directory.GetFiles(Path.Combine(directory, "wal")))
        {
            var bytes = File.ReadAllBytes(file);
            var at = bytes.AsSpan().IndexOf(System.Text.Encoding.UTF8.GetBytes(value));
            if (at < 0) continue;
            using var stream = File.OpenWrite(file);
            stream.Position = at + 3;
            stream.WriteByte((byte)(bytes[at + 3] ^ 0x10));
            return;
        }

        Assert.Fail($"no log in {directory} holds '{value}'");
    }
}
