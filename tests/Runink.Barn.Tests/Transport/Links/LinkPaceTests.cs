namespace Runink.Barn.Tests.Transport;

public sealed class LinkPaceTests
{
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(100);

    [Fact]
    public void A_link_that_keeps_up_is_never_limited()
    {
        var pace = new LinkPace();
        for (var i = 0; i < 100; i++)
        {
            pace.Written(Step, Step / 2, 1000);
            Assert.False(pace.ShouldDeflate());
        }
    }

    [Fact]
    public void A_link_that_waits_for_little_is_limited_after_a_second_and_free_after_another()
    {
        var pace = new LinkPace();
        for (var i = 0; i < 10; i++)
        {
            Assert.False(pace.ShouldDeflate());
            pace.Written(Step, Step, 100_000);
        }

        Assert.True(pace.ShouldDeflate());
        for (var i = 0; i < 10; i++) pace.Written(Step, Step * 0.6, 100_000);
        Assert.True(pace.ShouldDeflate());
        for (var i = 0; i < 10; i++) pace.Written(Step, Step * 0.4, 100_000);
        Assert.False(pace.ShouldDeflate());
    }

    [Fact]
    public void A_link_that_carries_much_is_not_limited_however_long_it_waits()
    {
        var pace = new LinkPace();
        for (var i = 0; i < 10; i++) pace.Written(Step, Step, (LinkPace.FastBytesPerSecond / 10) + 1);

        Assert.False(pace.ShouldDeflate());
    }

    [Fact]
    public void After_deflating_in_vain_frames_leave_plain_for_a_while()
    {
        var pace = new LinkPace();
        for (var i = 0; i < 10; i++) pace.Written(Step, Step, 1000);
        pace.DeflatedInVain();

        for (var i = 0; i < LinkPace.PlainAfterVain; i++) Assert.False(pace.ShouldDeflate());
        Assert.True(pace.ShouldDeflate());
    }
}
