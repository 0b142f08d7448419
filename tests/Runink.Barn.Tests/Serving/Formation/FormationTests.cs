namespace Runink.Barn.Tests;

public sealed class FormationTests
{
    private static readonly BarnServerOptions s_options = new()
    {
        DataDirectory = "unused",
        ListenClients = [],
        Name = "n1",
        AdvertisePeerUrls = ["http://127.0.0.1:2380"],
        AdvertiseClientUrls = ["http://127.0.0.1:2379"],
        InitialCluster =
        [
            new("n1", ["http://127.0.0.1:2380"]), new("n2", ["http://127.0.0.1:2480"]), new("n3", ["http://127.0.0.1:2580"]),
        ],
    };

    [Fact]
    public void Founders_find_the_same_cluster_and_each_itself()
    {
        var first = ClusterFormation.Found(s_options);
        var second = ClusterFormation.Found(s_options with { Name = "n2", AdvertisePeerUrls = ["http://127.0.0.1:2480"], AdvertiseClientUrls = [] });
        Assert.Equal(first.Identity.ClusterId, second.Identity.ClusterId);
        Assert.NotEqual(first.Identity.MemberId, second.Identity.MemberId);
        Assert.Equal(first.Members.Select(member => member.Id), second.Members.Select(member => member.Id));
        Assert.Equal(["http://127.0.0.1:2379"], first.Members.Single(member => member.Name == "n1").ClientUrls);
        Assert.False(first.Joins);
    }

    [Fact]
    public void A_cluster_of_one_has_the_ids_that_etcd_gives() => Assert.Equal(
        MemberIdentity.Derive(["http://127.0.0.1:2380"], "etcd-cluster"), ClusterFormation.Found(s_options with { InitialCluster = [] }).Identity);

    [Fact]
    public void Another_token_makes_another_cluster() => Assert.NotEqual(
        ClusterFormation.Found(s_options).Identity.ClusterId, ClusterFormation.Found(s_options with { ClusterToken = "other" }).Identity.ClusterId);

    [Fact]
    public void A_member_that_is_not_in_the_list_founds_nothing() =>
        Assert.Throws<ArgumentException>(() => ClusterFormation.Found(s_options with { Name = "n4" }));

    [Fact]
    public void The_list_of_members_outlives_a_loss_of_power()
    {
        var disk = new MemoryDisk();
        Assert.Null(MembersFile.Read(disk));
        KvMember[] members = [new(1, "one", ["http://one:2380"], ["http://one:2379"]), new(2, "", ["http://two:2380"], [])];
        MembersFile.Write(disk, members, joins: true);
        disk = disk.AfterCrash(Crash.LosesAll);
        var (read, joins) = MembersFile.Read(disk)!.Value;
        Assert.Equal(members, read);
        Assert.True(joins);
    }

    [Fact]
    public void A_damaged_list_of_members_is_refused()
    {
        var disk = new MemoryDisk();
        MembersFile.Write(disk, [new(1, "one", [], [])], joins: false);
        using (var file = disk.Open(MembersFile.Name)) file.Write(20, "X"u8.ToArray());
        Assert.Contains("checksum", Assert.Throws<InvalidDataException>(() => MembersFile.Read(disk)).Message, StringComparison.Ordinal);
    }
}
