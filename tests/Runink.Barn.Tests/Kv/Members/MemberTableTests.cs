namespace Runink.Barn.Tests.Kv.Members;

public sealed class MemberTableTests
{
    private readonly Bench _kv = new();

    [Fact]
    public void A_founder_enters_by_saying_who_it_is()
    {
        _kv.Apply(new MemberPublishCommand(new(1, "one", ["http://one:2380"], ["http://one:2379"])));
        var member = Assert.Single(_kv.View.Members.All);
        Assert.Equal(new(1, "one", ["http://one:2380"], ["http://one:2379"]), member);
    }

    [Fact]
    public void A_member_that_starts_keeps_the_peer_URLs_it_was_added_with()
    {
        _kv.Apply(new MemberAddCommand(new(2, "", ["http://two:2380"], [])));
        _kv.Apply(new MemberPublishCommand(new(2, "two", ["http://elsewhere:2380"], ["http://two:2379"])));
        Assert.Equal(new(2, "two", ["http://two:2380"], ["http://two:2379"]), _kv.View.Members.Find(2));
    }

    [Fact]
    public void Two_members_never_share_an_id_or_a_peer_URL()
    {
        _kv.Apply(new MemberAddCommand(new(1, "", ["http://one:2380", "http://uno:2380"], [])));
        Assert.Equal(KvErrors.MemberExists, _kv.Apply(new MemberAddCommand(new(1, "", ["http://x:2380"], []))).Error);
        Assert.Equal(KvErrors.PeerUrlExists, _kv.Apply(new MemberAddCommand(new(2, "", ["http://uno:2380"], []))).Error);
        _kv.Apply(new MemberAddCommand(new(2, "", ["http://two:2380"], [])));
        Assert.Equal(KvErrors.PeerUrlExists, _kv.Apply(new MemberUpdateCommand(2, ["http://one:2380"])).Error);
        Assert.Null(_kv.Apply(new MemberUpdateCommand(2, ["http://two:2381"])).Error);
        Assert.Equal(["http://two:2381"], _kv.View.Members.Find(2)!.PeerUrls);
    }

    [Fact]
    public void A_removed_member_does_not_come_back()
    {
        _kv.Apply(new MemberAddCommand(new(1, "", ["http://one:2380"], [])));
        _kv.Apply(new MemberForgetCommand(1));
        Assert.Empty(_kv.View.Members.All);
        Assert.True(_kv.View.Members.WasRemoved(1));
        Assert.Equal(KvErrors.MemberNotFound, _kv.Apply(new MemberPublishCommand(new(1, "one", [], []))).Error);
        Assert.Equal(KvErrors.MemberExists, _kv.Apply(new MemberAddCommand(new(1, "", ["http://one:2380"], []))).Error);
        Assert.Equal(KvErrors.MemberNotFound, _kv.Apply(new MemberUpdateCommand(1, [])).Error);
    }

    [Fact]
    public void The_members_are_part_of_the_hash_of_the_state()
    {
        var before = _kv.View.StateHash();
        _kv.Apply(new MemberAddCommand(new(1, "", ["http://one:2380"], [])));
        Assert.NotEqual(before, _kv.View.StateHash());
    }
}
