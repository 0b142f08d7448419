using Runink.Data.Engines;

namespace Runink.Data.Tests.Results;

public sealed class PreparedStatementTests : IDisposable
{
    private readonly TestEngine _test = new();

    public void Dispose() => _test.Dispose();

    [Fact]
    public void Every_kind_of_value_can_be_bound()
    {
        using var statement = _test.Connection.Prepare("SELECT $1, $2, $3, $4, $5, $6, $7, $8, $9, $10");
        Assert.Equal(10, statement.ParameterCount);
        var now = new DateTimeOffset(2026, 3, 4, 5, 6, 7, TimeSpan.FromHours(2));
        statement.Bind(1, true).Bind(2, -5L).Bind(3, ulong.MaxValue).Bind(4, 0.5).Bind(5, -1234567890123.450m)
            .Bind(6, new DateOnly(1969, 12, 31)).Bind(7, now).Bind(8, "it's \u00e9\0x").Bind(9, [1, 0, 255]).BindNull(10);
        using var result = statement.Query(TestContext.Current.CancellationToken);
        Assert.Equal(
            [
                true, -5L, ulong.MaxValue, 0.5, -1234567890123.450m, new DateOnly(1969, 12, 31), now.ToUniversalTime(),
                "it's \u00e9\0x", new byte[] { 1, 0, 255 }, null,
            ],
            Assert.Single(result.Rows()));
    }

    [Fact]
    public void A_statement_runs_again_with_other_values()
    {
        using var statement = _test.Connection.Prepare("SELECT $1 + 1");
        foreach (var value in new[] { 1L, 41L })
        {
            using var result = statement.Bind(1, value).Query(TestContext.Current.CancellationToken);
            Assert.Equal(value + 1, result.Scalar());
        }
    }

    [Fact]
    public void A_parameter_that_does_not_exist_is_refused()
    {
        using var statement = _test.Connection.Prepare("SELECT 1");
        Assert.Throws<EngineException>(() => statement.Bind(1, 1L));
    }

    [Fact]
    public void A_missing_value_is_refused()
    {
        using var statement = _test.Connection.Prepare("SELECT $1::INTEGER");
        Assert.Throws<EngineException>(() => statement.Query(TestContext.Current.CancellationToken));
    }

    [Fact]
    public void Two_statements_cannot_be_prepared_as_one() =>
        Assert.Throws<EngineException>(() => _test.Connection.Prepare("SELECT 1; SELECT 2"));
}
