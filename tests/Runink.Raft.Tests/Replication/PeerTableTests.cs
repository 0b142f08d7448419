namespace Runink.Raft.Tests;

public sealed class PeerTableTests
{
    private static readonly RaftOptions Options = new() { Id = new(1), Seed = 1 };

    [Theory]
    [InlineData("(1)", "5", 5)]
    [InlineData("(1 2)", "5 3", 3)]
    [InlineData("(1 2 3)", "5 3 1", 3)]
    [InlineData("(1 2 3 4)", "5 4 3 2", 3)]
    [InlineData("(1 2 3 4 5)", "1 2 3 4 5", 3)]
    [InlineData("(1 2l 3l)", "2 9 9", 2)]
    [InlineData("(1 2 3w)", "5 1 4", 4)]
    [InlineData("()", "", 0)]
    [InlineData("(1 2 3)->(1 4 5)", "9 8 7 2 1", 2)]
    [InlineData("(1 2 3)->(1 4 5)", "9 1 2 8 7", 2)]
    public void A_majority_of_every_roster_agrees_on_the_smaller_of_their_medians(string membership, string values, long agreed)
    {
        var peers = new PeerTable(Options);
        var members = ValueText.ParseMembership(membership);
        peers.Follow(members, new(9));
        foreach (var (peer, value) in peers.All.Zip(values.Split(' ', StringSplitOptions.RemoveEmptyEntries)))
            peer.Match = new(long.Parse(value));
        Assert.Equal(agreed, peers.Agreed(members, peer => peer.Match.Value));
    }

    [Fact]
    public void A_member_that_is_not_served_counts_nothing() =>
        Assert.Equal(0, new PeerTable(Options).Agreed(Membership.OfVoters(1), _ => 9));

    [Fact]
    public void Who_is_new_comes_in_its_place_and_who_is_gone_goes()
    {
        var peers = new PeerTable(Options);
        peers.Follow(Membership.OfVoters(1, 4), new(9));
        peers.Find(new(4))!.Match = new(7);
        peers.Follow(ValueText.ParseMembership("(1 4)->(2 4l)"), new(20));
        Assert.Equal(["1:10", "2:21", "4:10"], peers.All.Select(peer => $"{peer.Id}:{peer.Next}"));
        Assert.Equal(7, peers.Find(new(4))!.Match.Value);
        peers.Follow(Membership.OfVoters(2, 4), new(20));
        Assert.Equal(["2", "4"], peers.All.Select(peer => peer.Id.ToString()));
        Assert.Null(peers.Find(new(1)));
    }

    [Fact]
    public void The_most_that_is_under_way_to_anyone_is_known()
    {
        var peers = new PeerTable(Options);
        peers.Follow(Membership.OfVoters(1, 2, 3), new(0));
        Assert.Equal((0, 0L), peers.MostInflight());
        peers.Find(new(2))!.Window.Add(new(1), 10);
        peers.Find(new(2))!.Window.Add(new(2), 10);
        peers.Find(new(3))!.Window.Add(new(1), 50);
        Assert.Equal((2, 50L), peers.MostInflight());
    }
}
