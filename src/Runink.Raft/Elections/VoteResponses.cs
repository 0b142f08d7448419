namespace Runink.Raft;

/// <summary>Counts the answers to an election of this node (Raft paper, section 5.2).</summary>
internal static class VoteResponses
{
    public static void Handle(NodeState node, PreVoteResponse response)
    {
        if (node.Role != Role.PreCandidate || response.Campaign != node.Term.Next) return;
        node.Votes.Record(response.From, response.Granted);
        Campaign.DecidePreVote(node);
    }

    public static void Handle(NodeState node, VoteGranted response)
    {
        if (node.Role != Role.Candidate) return;
        node.Votes.Record(response.From, granted: true);
        Campaign.Decide(node);
    }

    public static void Handle(NodeState node, VoteRefused response)
    {
        if (node.Role != Role.Candidate) return;
        node.Votes.Record(response.From, granted: false);
        Campaign.Decide(node);
    }
}
