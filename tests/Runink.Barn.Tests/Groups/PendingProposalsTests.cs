namespace Runink.Barn.Tests;

public sealed class PendingProposalsTests
{
    [Fact]
    public void Nothing_is_kept_of_attempts_with_a_leader_that_is_no_more()
    {
        var pending = new PendingProposals(incarnation: 0);
        var proposal = new Proposal(null!, number: 1, default, isAwaited: true);
        pending.Add(proposal, deadline: 9);
        var lost = pending.Again(proposal);
        Assert.Equal([proposal], pending.TakeAll());
        var again = pending.Again(proposal);
        Assert.Null(pending.EndAttempt(lost));
        Assert.Same(proposal, pending.EndAttempt(again));
    }
}
