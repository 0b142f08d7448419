using Runink.Raft;

namespace Runink.Simulation;

/// <summary>
/// With pre-votes on, nobody stands in a new term before a majority of its membership has said that it would vote for it, unless the
/// leader itself asked for the election (Raft thesis, sections 9.6 and 3.10): a removed or partitioned node cannot raise terms alone.
/// </summary>
public sealed class PreVoteDiscipline : Invariant
{
    private readonly (Term Campaign, NodeSet Willing)[] _asking = new (Term, NodeSet)[SimulatedCluster.MaxAddresses];
    private readonly (Term Term, Membership Membership)[] _standing = new (Term, Membership)[SimulatedCluster.MaxAddresses];

    public override string Rule => "No disturbance";

    public override void Stepped(IObservedNode node, in NodeView before)
    {
        var view = node.View;
        if (view.Role == Role.PreCandidate && view.Term > before.Term)
            Broken($"node {node.Id} moves to term {view.Term} to ask whether it could win");
        if (view.Role == Role.Candidate && view.Term > before.Term) _standing[(int)node.Id.Value] = (view.Term, node.Membership);
    }

    public override void Emitted(IObservedNode node, Effect effect)
    {
        if (effect is Send { Message: PreVoteResponse { Granted: true } response }) Note(response.To, response.Campaign, node.Id);
        if (!node.Options.PreVote || effect is not Send { Message: VoteRequest { Transfer: false } request }) return;
        Note(node.Id, request.Term, node.Id);
        var (campaign, willing) = _asking[(int)node.Id.Value];
        // A request that waited for the disk counts by the membership under which its sender stood.
        var (term, membership) = _standing[(int)node.Id.Value];
        if (campaign == request.Term && term == request.Term && !willing.IsQuorumOf(membership))
            Broken($"node {node.Id} stands in term {campaign}, and only {willing} of {membership} would vote for it");
    }

    private void Note(NodeId candidate, Term campaign, NodeId willing)
    {
        ref var asking = ref _asking[(int)candidate.Value];
        if (campaign > asking.Campaign) asking = (campaign, default);
        if (campaign == asking.Campaign) asking.Willing = asking.Willing.With(willing);
    }
}
