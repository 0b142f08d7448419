using Runink.Protocol;

namespace Runink.Barn.Tests;

/// <summary>
/// Members that start on an empty directory. One that has run before may have voted, and acknowledged what only its disk knew: taken for
/// what it was, it would help to elect whoever lacks that.
/// </summary>
public sealed class LostDirectoryTests
{
    [Fact]
    public async Task A_founder_that_lost_its_directory_starts_only_after_it_was_removed_and_added()
    {
        await using var cluster = await ServerCluster.StartAsync(3);
        await cluster[1].PutAsync("a", "1");
        await LoseAsync(cluster, 2);

        var refused = await Assert.ThrowsAsync<UnusableDirectoryException>(() => cluster.StartAsync(2));
        Assert.Contains("has run before", refused.Message, StringComparison.Ordinal);
        var id = (await ListAsync(cluster)).Single(member => member.Name == "n2").ID;
        Assert.Contains($"runi cluster remove {id:x} --yes", refused.Message, StringComparison.Ordinal);

        await RemoveAsync(cluster, id);
        Assert.Contains("has no member", (await Assert.ThrowsAsync<UnusableDirectoryException>(() => cluster.StartAsync(2))).Message, StringComparison.Ordinal);
        await AddAsync(cluster, 2);
        await cluster.StartAsync(2);
        Assert.Equal("1", (await cluster[2].GetAsync("a")).Kvs[0].Value.ToStringUtf8());
        Assert.DoesNotContain(await ListAsync(cluster), member => member.ID == id);
    }

    [Fact]
    public async Task A_member_that_was_added_and_lost_its_directory_does_not_start_under_its_old_id()
    {
        await using var cluster = await ServerCluster.StartAsync(3);
        _ = cluster.PeerUrl(4);
        await AddAsync(cluster, 4);
        await cluster.JoinAsync(4);
        await LoseAsync(cluster, 4);
        var refused = await Assert.ThrowsAsync<UnusableDirectoryException>(() => cluster.JoinAsync(4));
        Assert.Contains("has run before", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_founder_that_comes_when_the_others_serve_already_is_the_one_they_waited_for()
    {
        await using var cluster = new ServerCluster();
        int[] founders = [1, 2, 3];
        foreach (var number in founders) _ = cluster.PeerUrl(number);
        await Task.WhenAll(cluster.StartAsync(1, founders), cluster.StartAsync(2, founders));
        await cluster[1].PutAsync("a", "1");
        await cluster.StartAsync(3, founders);
        Assert.Equal("1", (await cluster[3].GetAsync("a")).Kvs[0].Value.ToStringUtf8());
        Assert.Equal(3, (await ListAsync(cluster)).Count);
    }

    /// <summary>Ends a member and takes its directory away, once the others know that it has run.</summary>
    private static async Task LoseAsync(ServerCluster cluster, int number)
    {
        await ServerCluster.UntilAsync(async () => (await ListAsync(cluster)).Single(member => member.PeerURLs.Contains(cluster.PeerUrl(number))).ClientURLs.Count == 1);
        await cluster.EndAsync(number);
        Directory.Delete(cluster.DirectoryOf(number), recursive: true);
    }

    private static async Task<IList<Protocol.Member>> ListAsync(ServerCluster cluster) =>
        (await cluster[1].CallAsync<MemberListRequest, MemberListResponse>(EtcdCalls.Cluster, "MemberList", new MemberListRequest())).Members;

    private static Task<MemberRemoveResponse> RemoveAsync(ServerCluster cluster, ulong id) =>
        cluster[1].CallAsync<MemberRemoveRequest, MemberRemoveResponse>(EtcdCalls.Cluster, "MemberRemove", new MemberRemoveRequest { ID = id });

    private static Task<MemberAddResponse> AddAsync(ServerCluster cluster, int number) => cluster[1].CallAsync<MemberAddRequest, MemberAddResponse>(
        EtcdCalls.Cluster, "MemberAdd", new MemberAddRequest { PeerURLs = { cluster.PeerUrl(number) } });
}
