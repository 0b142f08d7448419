namespace Runink.Barn.Tests;

public sealed class PendingProposalsTests
{
    [Fact]
    public void Nothing_is_kept_of_attempts_with_a_leader_that_is_no_more()
    {
        var pending = new PendingProposals(incarnation: 0, new ByteBudget(1 << 20));
        var proposal = new Proposal(null!, number: 1, default, isAwaited: true);
        Assert.True(pending.TryAdd(proposal, deadline: 9));
        var lost = pending.Again(proposal);
        Assert.Equal([proposal], pending.TakeAll());
        var again = pending.Again(proposal);
        Assert.Null(pending.EndAttempt(lost));
        Assert.Same(proposal, pending.EndAttempt(again));
    }

    [Fact]
    public void What_waits_gives_its_bytes_back_however_it_ends()
    {
        var bytes = new ByteBudget(most: 25);
        var pending = new PendingProposals(incarnation: 0, bytes);
        Assert.True(pending.TryAdd(Of(1), deadline: 5));
        Assert.True(pending.TryAdd(Of(2), deadline: 5));
        Assert.False(pending.TryAdd(Of(3), deadline: 5));
        Assert.True(pending.TryAdd(Of(4, isAwaited: false), deadline: 9));
        Assert.Equal(30, bytes.Held);
        Assert.NotNull(pending.Take(1));
        Assert.Null(pending.Take(1));
        Assert.NotNull(pending.TakeOverdue(now: 5));
        Assert.NotNull(pending.TakeOldest());
        Assert.Equal(0, bytes.Held);

        static Proposal Of(long number, bool isAwaited = true) => new(null!, number, new byte[10], isAwaited);
    }
}
