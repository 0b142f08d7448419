using Runink.Pipelines.Contracts;

namespace Runink.Pipelines.Tests.Contracts;

public sealed class VersionRangeTests
{
    [Theory]
    [InlineData("1.x", "1.0.0")]
    [InlineData("1.x", "1.99.3")]
    [InlineData("1", "1.4.0")]
    [InlineData("1.2.x", "1.2.9")]
    [InlineData("1.2", "1.2.9")]
    [InlineData("1.x.x", "1.5.1")]
    [InlineData("1.2.3", "1.2.3")]
    [InlineData("v1.2.3", "1.2.3")]
    [InlineData("1.2.3", "v1.2.3")]
    [InlineData("=1.2.3", "1.2.3+build7")]
    [InlineData("1.0.0", "1.0")]
    [InlineData("^1.2", "1.2.0")]
    [InlineData("^1.2", "1.9.0")]
    [InlineData("^0.2.3", "0.2.9")]
    [InlineData("^0", "0.9.0")]
    [InlineData(">=1.2 <2", "1.2.0")]
    [InlineData(">=1.2 <2", "1.99.0")]
    [InlineData(">1.2", "1.3.0")]
    [InlineData("<=1.2", "1.2.7")]
    [InlineData("*", "0.0.1")]
    [InlineData("*", "2024-summer")]
    [InlineData("1.0.0-rc1", "1.0.0-rc1")]
    public void A_version_inside_the_range_is_allowed(string range, string version) => Assert.True(Read(range).Allows(version));

    [Theory]
    [InlineData("1.x", "2.0.0")]
    [InlineData("1.x", "0.9.9")]
    [InlineData("1.2.x", "1.3.0")]
    [InlineData("1.2.3", "1.2.4")]
    [InlineData("^1.2", "1.1.9")]
    [InlineData("^1.2", "2.0.0")]
    [InlineData("^0.2.3", "0.3.0")]
    [InlineData("^0.0.3", "0.0.4")]
    [InlineData(">=1.2 <2", "2.0.0")]
    [InlineData(">1.2", "1.2.5")]
    [InlineData("<1.2", "1.2.0")]
    [InlineData("1.x", "1.0.0-rc1")]
    [InlineData("1.x", "one")]
    [InlineData("1.x", "1.2.3.4")]
    [InlineData("1.x", "")]
    public void A_version_outside_the_range_is_not_allowed(string range, string version) =>
        Assert.False(Read(range).Allows(version));

    [Theory]
    [InlineData("")]
    [InlineData("latest")]
    [InlineData("1..2")]
    [InlineData("1.2.3.4")]
    [InlineData("~1.2")]
    [InlineData(">=")]
    [InlineData("x.1")]
    [InlineData("1.x.2")]
    [InlineData("1.2 or 3")]
    [InlineData("99999999999999999999")]
    public void What_is_not_a_range_is_refused(string text) => Assert.False(VersionRange.TryParse(text, out _));

    private static VersionRange Read(string text)
    {
        Assert.True(VersionRange.TryParse(text, out var range));
        return range;
    }
}
