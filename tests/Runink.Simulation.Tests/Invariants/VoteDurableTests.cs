using Runink.Raft;

namespace Runink.Simulation.Tests;

public sealed class VoteDurableTests
{
    private readonly Stage _stage = Stage.For<VoteDurable>();

    [Fact]
    public void A_vote_on_disk_may_be_sent_and_counts()
    {
        _stage.SaveVote(_stage.A, 2, _stage.A);
        _stage.SaveVote(_stage.B, 2, _stage.A);
        _stage.Send(_stage.B, Granted(2));
        _stage.Elect(_stage.A, 2);
    }

    [Fact]
    public void A_vote_that_is_on_disk_no_more_was_still_given()
    {
        _stage.SaveVote(_stage.B, 2, _stage.A);
        _stage.SaveVote(_stage.B, 3, null);
        _stage.Send(_stage.B, Granted(2));
    }

    // Two requests came in together: the disk never had the first vote, and has a later term that rules out any other.
    [Fact]
    public void A_vote_of_a_term_that_is_over_on_disk_may_be_sent_once()
    {
        _stage.SaveVote(_stage.B, 3, _stage.A);
        _stage.Send(_stage.B, Granted(2));
        _stage.Breaks(() => _stage.Send(_stage.B, Granted(2) with { To = _stage.C.Id }));
    }

    [Fact]
    public void A_vote_that_is_not_on_disk_breaks_it() => _stage.Breaks(() => _stage.Send(_stage.B, Granted(2)));

    [Fact]
    public void A_vote_for_another_term_or_candidate_does_not_cover_it()
    {
        _stage.SaveVote(_stage.B, 1, _stage.A);
        _stage.SaveVote(_stage.B, 2, _stage.C);
        _stage.Breaks(() => _stage.Send(_stage.B, Granted(2)));
    }

    [Fact]
    public void A_second_vote_in_one_term_breaks_it()
    {
        _stage.SaveVote(_stage.B, 2, null);
        _stage.SaveVote(_stage.B, 2, _stage.A);
        _stage.Breaks(() => _stage.SaveVote(_stage.B, 2, _stage.C));
    }

    [Fact]
    public void A_leader_without_the_votes_of_a_majority_of_disks_breaks_it()
    {
        _stage.SaveVote(_stage.A, 2, _stage.A);
        _stage.Breaks(() => _stage.Elect(_stage.A, 2));
    }

    [Fact]
    public void A_candidate_asks_once_its_vote_and_its_log_are_on_disk()
    {
        _stage.Replicate([_stage.B], Stage.Noop(1, 1));
        _stage.SaveVote(_stage.B, 2, _stage.B);
        _stage.Send(_stage.B, Request(2, lastIndex: 1));
    }

    [Fact]
    public void A_candidate_that_asks_before_its_vote_is_on_disk_breaks_it() =>
        _stage.Breaks(() => _stage.Send(_stage.B, Request(2, lastIndex: 0)));

    [Fact]
    public void A_candidate_that_claims_a_log_which_is_not_on_disk_breaks_it()
    {
        _stage.Append(_stage.B, Stage.Noop(1, 1));
        _stage.SaveVote(_stage.B, 2, _stage.B);
        _stage.Breaks(() => _stage.Send(_stage.B, Request(2, lastIndex: 1)));
    }

    private VoteRequest Request(long term, long lastIndex) => new(
        new GroupId(1), _stage.B.Id, _stage.A.Id, new Term(term), new(new(lastIndex), new(lastIndex)), Transfer: false);

    private VoteGranted Granted(long term) => new(new GroupId(1), _stage.B.Id, _stage.A.Id, new Term(term));
}
