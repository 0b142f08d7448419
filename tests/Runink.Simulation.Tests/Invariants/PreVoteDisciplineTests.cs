using Runink.Raft;

namespace Runink.Simulation.Tests;

public sealed class PreVoteDisciplineTests
{
    private readonly Stage _stage = Stage.For<PreVoteDiscipline>();

    [Fact]
    public void A_candidate_with_a_majority_of_willing_voters_may_stand()
    {
        _stage.Send(_stage.B, Answer(5, granted: true));
        Stand(5);
        _stage.Send(_stage.A, Request(5));
    }

    [Fact]
    public void A_candidate_that_asked_nobody_breaks_it()
    {
        Stand(5);
        _stage.Breaks(() => _stage.Send(_stage.A, Request(5)));
    }

    [Fact]
    public void A_refusal_or_an_answer_about_another_term_does_not_help()
    {
        _stage.Send(_stage.B, Answer(5, granted: false));
        _stage.Send(_stage.C, Answer(4, granted: true));
        Stand(5);
        _stage.Breaks(() => _stage.Send(_stage.A, Request(5)));
    }

    [Fact]
    public void A_request_counts_by_the_membership_of_when_its_sender_stood()
    {
        _stage.Send(_stage.B, Answer(5, granted: true));
        Stand(5);
        _stage.A.Membership = Membership.OfVoters(1, 3);
        _stage.Send(_stage.A, Request(5));
        Stand(6);
        _stage.Breaks(() => _stage.Send(_stage.A, Request(6)));
    }

    [Fact]
    public void A_transfer_needs_nobody()
    {
        Stand(5);
        _stage.Send(_stage.A, Request(5) with { Transfer = true });
    }

    [Fact]
    public void A_new_term_only_to_ask_breaks_it()
    {
        _stage.Step(_stage.A, view => view with { Role = Role.PreCandidate });
        _stage.Breaks(() => _stage.Step(_stage.A, view => view with { Term = view.Term.Next }));
    }

    [Fact]
    public void Without_pre_votes_anybody_may_stand()
    {
        _stage.A.Options = _stage.A.Options with { PreVote = false };
        Stand(5);
        _stage.Send(_stage.A, Request(5));
    }

    private void Stand(long term) => _stage.Step(_stage.A, view => view with { Role = Role.Candidate, Term = new Term(term) });

    private PreVoteResponse Answer(long campaign, bool granted) =>
        new(new GroupId(1), granted ? _stage.B.Id : _stage.C.Id, _stage.A.Id, new Term(campaign - 1), new Term(campaign), granted);

    private VoteRequest Request(long term) => new(new GroupId(1), _stage.A.Id, _stage.B.Id, new Term(term), default, Transfer: false);
}
