using Runink.Pipelines.Features;

namespace Runink.Pipelines.Tests.Features;

public sealed class QuantitiesTests
{
    [Theory]
    [InlineData("0", 0)]
    [InlineData("1024", 1024)]
    [InlineData("1Ki", 1024)]
    [InlineData("512Mi", 512L << 20)]
    [InlineData("1.5Gi", 1536L << 20)]
    [InlineData("2Ti", 2L << 40)]
    [InlineData("1k", 1000)]
    [InlineData("5M", 5_000_000)]
    [InlineData("1G", 1_000_000_000)]
    public void Sizes_are_read(string text, long bytes)
    {
        Assert.True(Quantities.TryParseSize(text, out var size));
        Assert.Equal(bytes, size);
    }

    [Theory]
    [InlineData("")]
    [InlineData("Gi")]
    [InlineData("1 Gi")]
    [InlineData("-1Gi")]
    [InlineData("+1Gi")]
    [InlineData("1gi")]
    [InlineData("1GiB")]
    [InlineData("1,5Gi")]
    [InlineData("1e3")]
    [InlineData("99999999999999999999999999Ti")]
    [InlineData("9000000000Gi")]
    [InlineData("99999999999999999999999999999999999999999999999")]
    public void What_is_no_size_is_refused(string text) => Assert.False(Quantities.TryParseSize(text, out _));

    [Theory]
    [InlineData("500ms", 0.5)]
    [InlineData("30s", 30)]
    [InlineData("20m", 1200)]
    [InlineData("1h", 3600)]
    [InlineData("1h30m", 5400)]
    [InlineData("2d12h", 216_000)]
    [InlineData("1.5h", 5400)]
    public void Durations_are_read(string text, double seconds)
    {
        Assert.True(Quantities.TryParseDuration(text, out var duration));
        Assert.Equal(seconds, duration.TotalSeconds);
    }

    [Theory]
    [InlineData("")]
    [InlineData("20")]
    [InlineData("m")]
    [InlineData("20 m")]
    [InlineData("20min")]
    [InlineData("-20m")]
    [InlineData("30m1h")]
    [InlineData("1h1h")]
    [InlineData("10001d")]
    [InlineData("9999999999999999999999999999999999999d")]
    public void What_is_no_duration_is_refused(string text) => Assert.False(Quantities.TryParseDuration(text, out _));

    [Theory]
    [InlineData("95%", true)]
    [InlineData("99.5%", true)]
    [InlineData("0%", true)]
    [InlineData("100%", true)]
    [InlineData("100.1%", false)]
    [InlineData("-1%", false)]
    [InlineData("95", false)]
    [InlineData("%", false)]
    public void Percentages_lie_between_nothing_and_all(string text, bool good) =>
        Assert.Equal(good, Quantities.TryParsePercent(text, out _));
}
