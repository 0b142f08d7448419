using Runink.Runs.Ledger;

namespace Runink.Runs.Tests.Ledger;

public sealed class RunIdTests
{
    private static readonly DateTimeOffset Time = new(2026, 11, 20, 10, 30, 15, TimeSpan.FromHours(1));

    [Fact]
    public void Names_say_when_in_utc_and_sort_by_it()
    {
        var random = Seed.Draw();
        var ids = Enumerable.Range(0, 100).Select(second => RunId.New(Time.AddSeconds(second), random)).ToList();

        Assert.StartsWith("20261120-093015-", ids[0], StringComparison.Ordinal);
        Assert.Equal(ids, ids.Order(StringComparer.Ordinal));
        Assert.All(ids, id => Assert.True(RunId.IsValid(id)));
    }

    [Theory]
    [InlineData("")]
    [InlineData("..")]
    [InlineData("20261120-093015")]
    [InlineData("20261120-093015-")]
    [InlineData("20261120-093015-K3F9")]
    [InlineData("20261120-093015-k3f")]
    [InlineData("20269920-093015-k3f9")]
    [InlineData("20261120-093015-k3f9x")]
    [InlineData("20261120_093015-k3f9")]
    public void Anything_else_is_not_a_name(string text) => Assert.False(RunId.IsValid(text));
}
