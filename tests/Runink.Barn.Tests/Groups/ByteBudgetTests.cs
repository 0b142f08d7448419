namespace Runink.Barn.Tests;

public sealed class ByteBudgetTests
{
    [Fact]
    public void No_more_is_held_than_may_be()
    {
        var budget = new ByteBudget(most: 10);
        Assert.True(budget.TryTake(6));
        Assert.False(budget.TryTake(5));
        Assert.True(budget.TryTake(4));
        budget.Give(6);
        Assert.True(budget.TryTake(5));
        Assert.Equal(9, budget.Held);
    }

    [Fact]
    public void What_is_larger_than_the_whole_is_taken_when_nothing_else_is()
    {
        var budget = new ByteBudget(most: 10);
        Assert.True(budget.TryTake(11));
        Assert.False(budget.TryTake(1));
    }

    [Fact]
    public void Those_who_share_hold_no_more_together_and_none_more_than_its_part()
    {
        var shared = new ByteBudget(most: 10);
        var (one, other) = (new ByteBudget(most: 7, shared), new ByteBudget(most: 7, shared));
        Assert.True(one.TryTake(6));
        Assert.False(one.TryTake(2));
        Assert.False(other.TryTake(5));
        Assert.Equal((6, 0), (shared.Held, other.Held));
        Assert.True(other.TryTake(4));
        one.Give(6);
        Assert.True(other.TryTake(3));
        Assert.Equal(7, shared.Held);
    }
}
