using Runink.Raft;

namespace Runink.Barn.Tests;

public sealed class AutoCompactorTests
{
    private static readonly AutoCompaction TenMinutes = new(TimeSpan.FromMinutes(10), null);

    [Fact]
    public void History_is_kept_for_the_whole_period_and_at_most_a_tenth_longer()
    {
        var compactor = new AutoCompactor(TenMinutes);
        // The revision is the minute.
        for (var minute = 0; minute < 10; minute++) Assert.Equal(0, compactor.Due(Minute(minute), minute, 0));
        var compacted = 0L;
        for (var minute = 10; minute < 100; minute++)
        {
            if (compactor.Due(Minute(minute), minute, compacted) is > 0 and var due) compacted = due;
            Assert.InRange(minute - compacted, 10, 11);
        }
    }

    [Fact]
    public void What_was_refused_is_due_again_at_once_and_until_it_is_done()
    {
        var compactor = new AutoCompactor(TenMinutes);
        Assert.Equal(0, compactor.Due(Minute(0), 7, 0));
        for (var tick = 0; tick < 3; tick++) Assert.Equal(7, compactor.Due(new(Minute(10).Nanoseconds + tick), 9, 0));
        Assert.Equal(0, compactor.Due(new(Minute(10).Nanoseconds + 3), 9, 7));
    }

    [Fact]
    public void What_another_leader_saw_does_not_count()
    {
        var compactor = new AutoCompactor(TenMinutes);
        Assert.Equal(0, compactor.Due(Minute(0), 5, 0));
        compactor.Reset();
        Assert.Equal(0, compactor.Due(Minute(20), 50, 0));
        Assert.Equal(50, compactor.Due(Minute(30), 60, 0));
    }

    [Fact]
    public void So_many_revisions_are_kept_and_nothing_is_compacted_for_a_few_more()
    {
        var compactor = new AutoCompactor(new(null, 100));
        Assert.Equal(0, compactor.Due(Minute(0), 110, 0));
        Assert.Equal(11, compactor.Due(Minute(0), 111, 0));
        Assert.Equal(0, compactor.Due(Minute(0), 112, 11));
    }

    [Fact]
    public void Off_means_never() => Assert.Equal(0, new AutoCompactor(AutoCompaction.Off).Due(Minute(1000), 1 << 30, 0));

    [Fact]
    public void What_was_compacted_by_hand_is_not_compacted_again() =>
        Assert.Equal(0, new AutoCompactor(new(null, 100)).Due(Minute(0), 300, 250));

    private static MonotonicTime Minute(int minute) => new(minute * 60_000_000_000L);
}
