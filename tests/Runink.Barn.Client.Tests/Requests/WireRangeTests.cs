using System.Text;
using Runink.Store;

namespace Runink.Barn.Client.Tests.Requests;

public sealed class WireRangeTests
{
    [Fact]
    public void One_key_has_no_end() => Assert.Equal(("k", "", false), Show(KeyRange.Single("k")));

    [Fact]
    public void A_prefix_ends_before_the_next_one() => Assert.Equal(("a/", "a0", false), Show(KeyRange.Prefix("a/")));

    [Fact]
    public void No_bound_is_an_end_of_one_zero_byte() => Assert.Equal(("k", "\0", false), Show(new KeyRange("k", null)));

    [Fact]
    public void Every_key_is_from_the_zero_byte_on() => Assert.Equal(("\0", "\0", false), Show(KeyRange.All));

    [Fact]
    public void From_the_first_key_to_a_bound_starts_at_the_zero_byte() =>
        Assert.Equal(("\0", "m", false), Show(new KeyRange("", "m")));

    [Theory]
    [InlineData("k", "")]
    [InlineData("k", "k")]
    [InlineData("k", "j")]
    [InlineData("", "")]
    [InlineData("", "\0")]
    public void A_range_that_holds_no_key_is_known_and_names_one_key_only(string start, string end)
    {
        var (_, wireEnd, isEmpty) = Show(new KeyRange(start, (StoreKey)end));
        Assert.True(isEmpty);
        Assert.Equal("", wireEnd);
    }

    private static (string Key, string End, bool IsEmpty) Show(KeyRange range)
    {
        var wire = new WireRange(range);
        return (wire.Key.ToString(Encoding.UTF8), wire.End.ToString(Encoding.UTF8), wire.IsEmpty);
    }
}
