namespace Runink.Simulation.Tests;

public sealed class SimulatedClockTests(ITestOutputHelper output)
{
    private const long Hour = 3_600_000_000_000;

    [Theory]
    [InlineData(0, Hour)]
    [InlineData(500, Hour + (Hour / 2_000))]
    [InlineData(-200_000, Hour - (Hour / 5))]
    public void A_clock_runs_faster_or_slower_by_its_drift(int partsPerMillion, long shown)
    {
        var clock = new SimulatedClock(77, partsPerMillion);
        Assert.Equal(77 + shown, clock.Read(Hour));
    }

    [Fact]
    public void A_day_is_not_too_long_for_any_drift()
    {
        var clock = new SimulatedClock(0, 499_999);
        Assert.InRange(clock.Read(24 * Hour), 35 * Hour, 36 * Hour);
    }

    [Fact]
    public void A_clock_never_goes_back()
    {
        var chance = TestSeed.Start(output);
        var clock = new SimulatedClock(chance.Between(0, Hour), (int)chance.Between(-499_999, 499_999));
        var (now, shown) = (0L, clock.Read(0));
        for (var i = 0; i < 10_000; i++)
        {
            now += chance.Between(0, 3_000_000);
            Assert.True(clock.Read(now) >= shown);
            shown = clock.Read(now);
        }
    }

    [Fact]
    public void A_jump_goes_ahead_and_stays()
    {
        var clock = new SimulatedClock(0, 0);
        clock.JumpAhead(1_000);
        Assert.Equal(1_005, clock.Read(5));
        Assert.Throws<ArgumentOutOfRangeException>(() => clock.JumpAhead(-1));
    }
}
