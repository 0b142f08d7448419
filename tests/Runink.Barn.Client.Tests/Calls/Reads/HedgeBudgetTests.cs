namespace Runink.Barn.Client.Tests.Calls.Reads;

public sealed class HedgeBudgetTests
{
    [Fact]
    public void One_read_of_twenty_may_be_asked_twice()
    {
        var (budget, spent) = (new HedgeBudget(), 0);
        for (var i = 1; i <= 1000; i++)
        {
            budget.Earn();
            if (budget.TrySpend()) spent++;
            Assert.True(spent <= i / 20, $"{spent} of {i}");
        }

        Assert.Equal(50, spent);
    }

    [Fact]
    public void What_is_saved_in_quiet_times_is_bounded()
    {
        var (budget, spent) = (new HedgeBudget(), 0);
        for (var i = 0; i < 100_000; i++) budget.Earn();
        while (budget.TrySpend()) spent++;
        Assert.Equal(10, spent);
    }
}
