namespace Runink.Barn.Client.Tests.Calls.Reads;

public sealed class AnswerTimesTests
{
    [Fact]
    public void Nothing_is_slow_before_enough_is_known()
    {
        var times = new AnswerTimes();
        for (var i = 0; i < 31; i++) times.Add(Milliseconds(100));
        Assert.Null(times.Slow);
        times.Add(Milliseconds(100));
        Assert.Equal(Milliseconds(100), times.Slow);
    }

    [Fact]
    public void One_of_twenty_is_slow()
    {
        var times = new AnswerTimes();
        for (var i = 0; i < 128; i++) times.Add(Milliseconds(i));
        Assert.Equal(Milliseconds(121), times.Slow);
    }

    [Fact]
    public void Only_the_last_count_and_never_less_than_two_milliseconds()
    {
        var times = new AnswerTimes();
        for (var i = 0; i < 128; i++) times.Add(Milliseconds(500));
        for (var i = 0; i < 128; i++) times.Add(TimeSpan.FromMicroseconds(50));
        Assert.Equal(Milliseconds(2), times.Slow);
    }

    private static TimeSpan Milliseconds(double value) => TimeSpan.FromMilliseconds(value);
}
