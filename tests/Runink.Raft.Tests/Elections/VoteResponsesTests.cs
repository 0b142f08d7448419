namespace Runink.Raft.Tests;

public sealed class VoteResponsesTests
{
    [Fact]
    public void Answers_to_an_earlier_pre_vote_do_not_count_in_a_later_one()
    {
        var node = new Bench("term=1").Does("campaign 1").Hears("2->1 t1 PreVoteResponse t1 granted").SaysNothing();
        node.Hears("2->1 t1 PreVoteResponse t3 granted").SaysNothing().Hears("2->1 t1 PreVoteResponse t2 granted");
        Assert.Equal(Role.Candidate, node.Node.Role);
    }

    [Theory]
    [InlineData("2->1 t1 PreVoteResponse t2 granted")]
    [InlineData("2->1 t1 PreVoteResponse t2 refused")]
    [InlineData("2->1 t1 VoteGranted")]
    [InlineData("2->1 t1 VoteRefused")]
    public void Nobody_counts_votes_who_does_not_stand(string answer)
    {
        new Bench("term=1").Hears(answer).Hears(answer.Replace("2->", "3->", StringComparison.Ordinal)).SaysNothing();
        var leader = new Bench("term=0").Leads();
        leader.Hears(answer).Hears(answer.Replace("2->", "3->", StringComparison.Ordinal)).SaysNothing();
        Assert.Equal(Role.Leader, leader.Node.Role);
    }

    [Fact]
    public void A_candidate_does_not_count_pre_votes_nor_a_pre_candidate_votes()
    {
        var candidate = new Bench("members=(1 2 3 4 5) term=1 PreVote=off").Does("campaign 1").Writes();
        candidate.Hears("2->1 t2 PreVoteResponse t3 granted").Hears("3->1 t2 PreVoteResponse t3 granted").SaysNothing();
        Assert.Equal((Role.Candidate, 2), (candidate.Node.Role, candidate.Node.Term.Value));
        var asking = new Bench("term=1").Does("campaign 1").Hears("2->1 t1 VoteGranted").Hears("3->1 t1 VoteGranted")
            .SaysNothing();
        Assert.Equal(Role.PreCandidate, asking.Node.Role);
    }
}
