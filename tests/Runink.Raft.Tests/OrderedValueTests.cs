namespace Runink.Raft.Tests;

/// <summary>Terms, indexes, ids and clock readings are numbers under names that the compiler can tell apart.</summary>
public sealed class OrderedValueTests
{
    [Theory]
    [InlineData(1, 2)]
    [InlineData(2, 1)]
    [InlineData(2, 2)]
    public void Each_is_ordered_like_its_number(int a, int b)
    {
        List<bool> order = [a < b, a > b, a <= b, a >= b];
        Term o = new(a), p = new(b);
        Assert.Equal(order, [o < p, o > p, o <= p, o >= p]);
        LogIndex i = new(a), j = new(b);
        Assert.Equal(order, [i < j, i > j, i <= j, i >= j]);
        NodeId m = new((ulong)a), n = new((ulong)b);
        Assert.Equal(order, [m < n, m > n, m <= n, m >= n]);
        GroupId g = new((ulong)a), h = new((ulong)b);
        Assert.Equal(order, [g < h, g > h, g <= h, g >= h]);
        MonotonicTime s = new(a), t = new(b);
        Assert.Equal(order, [s < t, s > t, s <= t, s >= t]);
        var sign = a.CompareTo(b);
        int[] signs = [o.CompareTo(p), i.CompareTo(j), m.CompareTo(n), g.CompareTo(h), s.CompareTo(t)];
        Assert.All(signs, c => Assert.Equal(sign, c));
    }

    [Fact]
    public void Indexes_and_times_can_be_counted_with()
    {
        Assert.Equal(new LogIndex(6), new LogIndex(5).Next);
        Assert.Equal(new LogIndex(4), new LogIndex(5).Previous);
        Assert.Equal(new LogIndex(8), new LogIndex(5) + 3);
        Assert.Equal(3, new LogIndex(8) - new LogIndex(5));
        Assert.Equal(new LogIndex(5), LogIndex.Min(new(8), new(5)));
        Assert.Equal(new LogIndex(5), LogIndex.Min(new(5), new(8)));
        Assert.Equal(new LogIndex(8), LogIndex.Max(new(8), new(5)));
        Assert.Equal(new LogIndex(8), LogIndex.Max(new(5), new(8)));
        Assert.Equal(new Term(3), new Term(2).Next);
        Assert.Equal(new MonotonicTime(15), new MonotonicTime(10) + 5);
        Assert.Equal(5, new MonotonicTime(15) - new MonotonicTime(10));
        Assert.Equal("15ns", new MonotonicTime(15).ToString());
    }

    [Fact]
    public void Each_begins_at_zero()
    {
        Assert.Equal(0, Term.Zero.Value);
        Assert.Equal(0, LogIndex.Zero.Value);
        Assert.Equal(0UL, NodeId.None.Value);
        Assert.Equal(0UL, GroupId.None.Value);
    }
}
