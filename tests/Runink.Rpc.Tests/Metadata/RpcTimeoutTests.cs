using System.Globalization;
using System.Text.RegularExpressions;
using Runink.Rpc.Fixtures;

namespace Runink.Rpc.Metadata;

public sealed partial class RpcTimeoutTests
{
    private static readonly Dictionary<char, decimal> UnitSeconds =
        new() { ['H'] = 3600, ['M'] = 60, ['S'] = 1, ['m'] = 0.001m, ['u'] = 0.000_001m, ['n'] = 0.000_000_001m };

    [Theory]
    [InlineData("1H", 3_600_000)]
    [InlineData("2M", 120_000)]
    [InlineData("3S", 3_000)]
    [InlineData("4m", 4)]
    [InlineData("5000u", 5)]
    [InlineData("6000000n", 6)]
    [InlineData("99999999H", 359_999_996_400_000)]
    public void Every_unit_is_read(string text, double milliseconds)
    {
        Assert.True(RpcTimeout.TryParse(text, out var timeout));
        Assert.Equal(milliseconds, timeout.TotalMilliseconds);
    }

    [Theory]
    [InlineData("")]
    [InlineData("5")]
    [InlineData("m")]
    [InlineData("-5m")]
    [InlineData("5 m")]
    [InlineData("5x")]
    [InlineData("5\0m")]
    [InlineData("100000000m")]
    [InlineData("٣m")]
    public void What_is_none_is_not_read(string text) => Assert.False(RpcTimeout.TryParse(text, out _));

    [Theory]
    [InlineData(0, "1n")]
    [InlineData(-5, "1n")]
    [InlineData(1, "1000u")]
    [InlineData(99_999.999, "99999999u")]
    [InlineData(100_000, "100000m")]
    [InlineData(200_000_000, "200000S")]
    public void The_finest_unit_that_holds_it_is_written(double milliseconds, string text) =>
        Assert.Equal(text, RpcTimeout.Format(TimeSpan.FromMilliseconds(milliseconds)));

    [Fact]
    public void Every_input_is_read_as_what_it_is()
    {
        var seeded = Seed.Random();
        const string Alphabet = "0123456789999HMSmunh+-. \0٣";
        for (var i = 0; i < Seed.Inputs(50_000); i++)
        {
            var text = string.Concat(Enumerable.Range(0, seeded.Random.Next(11)).Select(_ => Alphabet[seeded.Random.Next(Alphabet.Length)]));
            if (seeded.Random.Next(2) == 0) text = new string([.. text.Where(char.IsAsciiDigit), "HMSmun"[seeded.Random.Next(6)]]);
            var shape = Shape().Match(text);
            Assert.True(RpcTimeout.TryParse(text, out var timeout) == shape.Success, $"{seeded.Name}: '{text}'");
            if (!shape.Success) continue;
            var seconds = decimal.Parse(shape.Groups["digits"].ValueSpan, CultureInfo.InvariantCulture) * UnitSeconds[text[^1]];
            Assert.True(timeout.Ticks == (long)(seconds * TimeSpan.TicksPerSecond), $"{seeded.Name}: '{text}' became {timeout}");
        }
    }

    [Fact]
    public void What_is_written_is_read_as_no_less_and_hardly_more()
    {
        var seeded = Seed.Random();
        for (var i = 0; i < 10_000; i++)
        {
            var timeout = new TimeSpan(seeded.Random.NextInt64(1, 1L << seeded.Random.Next(1, 62)));
            Assert.True(RpcTimeout.TryParse(RpcTimeout.Format(timeout), out var back), seeded.Name);
            Assert.True(back >= timeout && back.Ticks - timeout.Ticks <= Math.Max(10, timeout.Ticks / 100_000), $"{seeded.Name}: {timeout} became {back}");
        }
    }

    [GeneratedRegex(@"\A(?<digits>[0-9]{1,8})[HMSmun]\z", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Shape();
}
