using Runink.Raft;

namespace Runink.Simulation;

/// <summary>
/// A vote counts only once the disk of the voter rules out another one: it holds the vote, or a later term. There is one vote for
/// each term, in all lives of a voter, and a leader was elected by a majority of such votes (Raft paper, section 5.2 and figure 2).
/// A candidate asks once its own vote and a log as good as it claims are on disk: else it could come back and stand in that term with less.
/// </summary>
public sealed class VoteDurable(LogShadows shadows) : Invariant
{
    private readonly Dictionary<(Term Term, NodeId Candidate), NodeSet> _votes = [];
    private readonly Dictionary<(Term Term, NodeId Voter), NodeId> _candidates = [];
    private readonly Term[] _saved = new Term[SimulatedCluster.MaxAddresses];

    public override string Rule => "Vote durable before it counts";

    public override void Persisted(IObservedNode node, Write write, int entries)
    {
        if (write is not SaveVote vote) return;
        _saved[(int)node.Id.Value] = vote.Term;
        if (vote.VotedFor != NodeId.None) Bind(node.Id, vote.Term, vote.VotedFor);
    }

    public override void Emitted(IObservedNode node, Effect effect)
    {
        if (effect is not Send { Message: VoteGranted or VoteRequest } send) return;
        var (term, candidate) = (send.Message.Term, send.Message is VoteGranted ? send.Message.To : node.Id);
        if (_saved[(int)node.Id.Value] < term || (_saved[(int)node.Id.Value] == term && !Voters(term, candidate).Has(node.Id)))
            Broken($"node {node.Id} sends {send.Message} and its disk does not have that vote, nor a later term");
        if (send.Message is VoteGranted) Bind(node.Id, term, candidate);
        if (send.Message is not VoteRequest { LastLog: var last } || _saved[(int)node.Id.Value] > term) return;
        if (!shadows.OnDisk(node.Id).End.IsAtLeastAsUpToDateAs(last))
            Broken($"node {node.Id} sends {send.Message}, and its disk ends at {shadows.OnDisk(node.Id).End}");
    }

    public override void Stepped(IObservedNode node, in NodeView before)
    {
        var view = node.View;
        if (!view.Leads || (before.Leads && before.Term == view.Term)) return;
        if (!Voters(view.Term, node.Id).IsQuorumOf(node.Membership))
            Broken($"node {node.Id} leads term {view.Term} with the votes of {Voters(view.Term, node.Id)} only, under {node.Membership}");
    }

    private NodeSet Voters(Term term, NodeId candidate) => _votes.GetValueOrDefault((term, candidate));

    private void Bind(NodeId voter, Term term, NodeId candidate)
    {
        if (!_candidates.TryAdd((term, voter), candidate) && _candidates[(term, voter)] != candidate)
            Broken($"node {voter} votes for {candidate} in term {term}, after a vote for {_candidates[(term, voter)]}");
        _votes[(term, candidate)] = Voters(term, candidate).With(voter);
    }
}
