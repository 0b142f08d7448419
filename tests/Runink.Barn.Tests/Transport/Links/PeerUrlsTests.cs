namespace Runink.Barn.Tests.Transport;

public sealed class PeerUrlsTests
{
    private static readonly Uri A = new("http://a:1"), B = new("http://b:1"), C = new("http://c:1");

    [Fact]
    public void Addresses_are_tried_in_turn()
    {
        var urls = new PeerUrls([A, B]);
        Assert.Equal(A, urls.Current);
        urls.Failed(A);
        Assert.Equal(B, urls.Current);
        // A lane that is late with its news does not skip what others have not tried.
        urls.Failed(A);
        Assert.Equal(B, urls.Current);
        urls.Failed(B);
        Assert.Equal(A, urls.Current);
    }

    [Fact]
    public void What_the_peer_says_is_tried_first_and_what_was_known_stays()
    {
        var urls = new PeerUrls([A]);
        Assert.True(urls.Hear([C]));
        Assert.False(urls.Hear([C]));
        Assert.Equal((C, true), (urls.Current, urls.Contains(A)));
    }

    [Fact]
    public void A_new_membership_replaces_all_and_keeps_the_place_of_what_stays()
    {
        var urls = new PeerUrls([A, B]);
        urls.Hear([C]);
        urls.Failed(C);
        urls.Failed(A);
        Assert.False(urls.Set([A, B]));
        Assert.True(urls.Set([C, B]));

        Assert.Equal((B, false), (urls.Current, urls.Contains(A)));
    }
}
