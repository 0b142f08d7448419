using Runink.Data.Engines;
using Runink.Data.Sql;
using Runink.Execution.Validation;
using Runink.Pipelines.Types;

namespace Runink.Execution.Tests.Validation;

public sealed class CastTests : IDisposable
{
    private readonly Engine _engine = Engine.Open(new EngineOptions
    {
        MemoryLimitBytes = 1L << 28,
        Threads = 1,
        SpillDirectory = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName()),
    });

    public void Dispose() => _engine.Dispose();

    [Theory]
    [InlineData("int64", "12", "12")]
    [InlineData("int64", "-0", "0")]
    [InlineData("int64", "007", "7")]
    [InlineData("int64", "+5", "5")]
    [InlineData("int64", "9223372036854775807", "9223372036854775807")]
    [InlineData("int32", "2147483647", "2147483647")]
    [InlineData("float64", "1e3", "1000.0")]
    [InlineData("float64", ".5", "0.5")]
    [InlineData("decimal(9,2)", "12.50", "12.50")]
    [InlineData("decimal(9,2)", "12.500", "12.50")]
    [InlineData("date", "2026-02-28", "2026-02-28")]
    [InlineData("timestamptz", "2026-01-01T10:00:00Z", "2026-01-01 10:00:00+00")]
    [InlineData("timestamptz", "2026-01-01T10:00:00+02:00", "2026-01-01 08:00:00+00")]
    [InlineData("timestamptz", "2026-01-01 10:00:00", "2026-01-01 10:00:00+00")]
    [InlineData("timestamp", "2026-01-01T10:00:00.123456", "2026-01-01 10:00:00.123456")]
    [InlineData("timestamp", "2026-01-01T10:00:00+02:00", "2026-01-01 08:00:00")]
    [InlineData("boolean", "true", "true")]
    [InlineData("time", "10:30:00", "10:30:00")]
    [InlineData("list(int64)", "[1,2]", "[1, 2]")]
    [InlineData("list(int64)", "[1, null]", "[1, NULL]")]
    [InlineData("list(float64)", "[1, 0.5]", "[1.0, 0.5]")]
    [InlineData("list(list(int64))", "[[1], []]", "[[1], []]")]
    [InlineData("list(struct(a int32))", "[{\"a\": 1}, null]", "[{'a': 1}, NULL]")]
    [InlineData("list(date)", "[\"2026-02-28\"]", "[2026-02-28]")]
    public void A_text_that_is_exactly_a_value_is_read(string type, string text, string expected) =>
        Assert.Equal(expected, Cast(type, text));

    [Theory]
    [InlineData("int64", "12.7")]
    [InlineData("int64", "12.0")]
    [InlineData("int64", "1e3")]
    [InlineData("int64", "1_000")]
    [InlineData("int64", "0x1F")]
    [InlineData("int64", "1,234")]
    [InlineData("int64", "9223372036854775808")]
    [InlineData("int64", "")]
    [InlineData("int32", "2147483648")]
    [InlineData("float64", "NaN")]
    [InlineData("float64", "inf")]
    [InlineData("float64", "-Infinity")]
    [InlineData("float64", "1_0.5")]
    [InlineData("float64", "1,234.5")]
    [InlineData("float64", "1e400")]
    [InlineData("decimal(9,2)", "12.345")]
    [InlineData("decimal(9,2)", "1e2")]
    [InlineData("decimal(4,2)", "123.45")]
    [InlineData("date", "2026-02-30")]
    [InlineData("date", "01/02/2026")]
    [InlineData("date", "2026-1-1")]
    [InlineData("date", "2026-01-01 and more")]
    [InlineData("date", "epoch")]
    [InlineData("date", "infinity")]
    [InlineData("date", "-infinity")]
    [InlineData("date", "0044-03-15 (BC)")]
    [InlineData("timestamptz", "2026-01-01T25:00:00Z")]
    [InlineData("timestamptz", "01.02.2026 10:00")]
    [InlineData("timestamptz", "infinity")]
    [InlineData("timestamptz", "epoch")]
    [InlineData("timestamptz", " Epoch ")]
    [InlineData("time", "25:00:00")]
    [InlineData("boolean", "maybe")]
    [InlineData("list(int64)", "[1,\"x\"]")]
    [InlineData("list(int64)", "[1,")]
    [InlineData("list(int64)", "[1.7]")]
    [InlineData("list(int64)", "[true]")]
    [InlineData("list(decimal(9,2))", "[1.255]")]
    [InlineData("list(list(int64))", "[[1], [2.5]]")]
    [InlineData("list(date)", "[\"2026-2-28\"]")]
    [InlineData("struct(a int64)", "{\"a\": 1.7}")]
    [InlineData("struct(a list(int64))", "{\"a\": [1, 2.5]}")]
    public void A_text_that_is_not_becomes_null_instead_of_a_guess(string type, string text) => Assert.Null(Cast(type, text));

    [Theory]
    [InlineData("2026-07-01T12:00:00", "2026-07-01 11:00:00+00")]
    [InlineData("2026-07-01T12:00:00Z", "2026-07-01 12:00:00+00")]
    [InlineData("2026-07-01T12:00:00-05:00", "2026-07-01 17:00:00+00")]
    [InlineData("2026-07-01T12:00:00Z ", "2026-07-01 12:00:00+00")]
    [InlineData("2026-07-01 12:00:00 UTC", "2026-07-01 12:00:00+00")]
    [InlineData("2026-07-01T12:00:00+02:00 ", "2026-07-01 10:00:00+00")]
    [InlineData(" 2026-07-01 12:00:00 ", "2026-07-01 11:00:00+00")]
    [InlineData("2026-07-01", "2026-06-30 23:00:00+00")]
    public void A_timestamp_without_a_zone_is_of_the_zone_of_its_source(string text, string expected) =>
        Assert.Equal(expected, Cast("timestamptz", text, timeZone: "Europe/Lisbon"));

    [Fact]
    public void A_format_replaces_iso_8601()
    {
        Assert.Equal("2026-12-31", Cast("date", "31/12/2026", "%d/%m/%Y"));
        Assert.Null(Cast("date", "2026-12-31", "%d/%m/%Y"));
        Assert.Null(Cast("date", "infinity", "%d/%m/%Y"));
        Assert.Equal("2026-12-31 22:00:00+00", Cast("timestamptz", "31/12/2026 22:00", "%d/%m/%Y %H:%M"));
    }

    [Theory]
    [InlineData("31/12/2026 22:00+02:00", "2026-12-31 20:00:00+00")]
    [InlineData("31/12/2026 22:00-0330", "2027-01-01 01:30:00+00")]
    [InlineData("31/12/2026 22:00Z", "2026-12-31 22:00:00+00")]
    [InlineData("31/12/2026 22:00", null)]
    public void A_zone_in_the_format_decides_and_not_the_zone_of_the_source(string text, string? expected) =>
        Assert.Equal(expected, Cast("timestamptz", text, "%d/%m/%Y %H:%M%z", "Europe/Lisbon"));

    private string? Cast(string type, string text, string? format = null, string timeZone = "UTC")
    {
        Assert.True(ColumnTypeParser.TryParse(type, out var parsed));
        using var connection = _engine.Connect();
        var cast = CastSql.FromText("v", parsed, format, timeZone);
        using var result = connection.Query($"SELECT CAST({cast} AS VARCHAR) FROM (SELECT {SqlText.Literal(text)} AS v)");
        return (string?)result.Scalar();
    }
}
