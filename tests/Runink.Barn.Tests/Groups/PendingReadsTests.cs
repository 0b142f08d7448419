using Runink.Raft;

namespace Runink.Barn.Tests;

public sealed class PendingReadsTests
{
    private readonly PendingReads _reads = new(incarnation: 0);

    [Fact]
    public void A_read_whose_entries_are_not_applied_in_time_is_given_up()
    {
        var (early, late) = (Read(deadline: 5), Read(deadline: 7));
        _reads.Add(early);
        _reads.Add(late);
        _reads.Answered(_reads.Ask()!.Value, new LogIndex(10));
        Assert.Empty(_reads.TakeOverdue(4));
        Assert.Equal([early], _reads.TakeOverdue(5));
        Assert.Null(_reads.TakeApplied(new LogIndex(9)));
        Assert.Equal([late], _reads.TakeApplied(new LogIndex(10)));
    }

    [Fact]
    public void A_read_that_nobody_answers_is_asked_again_until_its_time_is_over()
    {
        var read = Read(deadline: 5);
        _reads.Add(read);
        var first = _reads.Ask();
        Assert.Empty(_reads.Refused(first!.Value, mayWait: true));
        var second = _reads.Ask();
        Assert.NotEqual(first, second);
        Assert.Equal([read], _reads.TakeOverdue(5));
        _reads.Answered(second!.Value, new LogIndex(1));
        Assert.Null(_reads.TakeApplied(new LogIndex(1)));
    }

    [Fact]
    public void A_read_that_is_asked_again_with_newer_ones_keeps_its_own_time()
    {
        var (old, young) = (Read(deadline: 5), Read(deadline: 9));
        _reads.Add(old);
        var first = _reads.Ask()!.Value;
        _reads.Add(young);
        var second = _reads.Ask()!.Value;
        Assert.Empty(_reads.Refused(first, mayWait: true));
        Assert.Empty(_reads.Refused(second, mayWait: true));
        _reads.Ask();
        Assert.Equal([old], _reads.TakeOverdue(5));
        Assert.Equal([young], _reads.TakeOverdue(9));
    }

    // It is never run here: nobody looks at its node.
    private static PendingRead Read(long deadline) => new(group: null!) { Deadline = deadline };
}
