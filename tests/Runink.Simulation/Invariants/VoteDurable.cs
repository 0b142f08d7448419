using Runink.Raft;

namespace Runink.Simulation;

/// <summary>
/// A vote counts only once it is on the voter's disk, and there is one for each term (Raft paper, section 5.2 and figure 2): a
/// VoteGranted leaves after it, and a leader was elected by a majority of disks. A candidate asks once its own vote and the log
/// that it claims are on disk: else it could come back and stand in that term with less.
/// </summary>
public sealed class VoteDurable(LogShadows shadows) : Invariant
{
    private readonly Dictionary<(Term Term, NodeId Candidate), NodeSet> _votes = [];
    private readonly (Term Term, NodeId Candidate)[] _saved = new (Term, NodeId)[SimulatedCluster.MaxAddresses];

    public override string Rule => "Vote durable before it counts";

    public override void Persisted(IObservedNode node, Write write, int entries)
    {
        if (write is not SaveVote vote) return;
        ref var saved = ref _saved[(int)node.Id.Value];
        if (saved.Term == vote.Term && saved.Candidate != NodeId.None && saved.Candidate != vote.VotedFor)
            Broken($"node {node.Id} has voted for {saved.Candidate} in term {vote.Term} and saves a vote for {vote.VotedFor}");
        saved = (vote.Term, vote.VotedFor);
        if (vote.VotedFor == NodeId.None) return;
        _votes[saved] = _votes.GetValueOrDefault(saved).With(node.Id);
    }

    public override void Emitted(IObservedNode node, Effect effect)
    {
        if (effect is not Send { Message: VoteGranted or VoteRequest } send) return;
        var candidate = send.Message is VoteGranted ? send.Message.To : node.Id;
        if (!_votes.GetValueOrDefault((send.Message.Term, candidate)).Has(node.Id))
            Broken($"node {node.Id} sends {send.Message} and its disk never had that vote");
        if (send.Message is not VoteRequest { LastLog: var last } || node.Durable.Term > send.Message.Term) return;
        if (shadows.OnDisk(node.Id).TermAt(last.Index) != last.Term)
            Broken($"node {node.Id} sends {send.Message}, and its disk ends at {shadows.OnDisk(node.Id).Last}");
    }

    public override void Stepped(IObservedNode node, in NodeView before)
    {
        var view = node.View;
        if (!view.Leads || (before.Leads && before.Term == view.Term)) return;
        var voters = _votes.GetValueOrDefault((view.Term, node.Id));
        if (!voters.IsQuorumOf(node.Membership))
            Broken($"node {node.Id} leads term {view.Term} with the durable votes of {voters} only, under {node.Membership}");
    }
}
