namespace Runink.Raft;

/// <summary>What a message of another term means before it is looked at (Raft paper, section 5.1).</summary>
internal static class Terms
{
    /// <summary>
    /// A newer term: the node moves to it, unless the message does not claim it or the node keeps to its leader.
    /// </summary>
    /// <returns>Whether the message goes on to its handler.</returns>
    public static bool Newer(NodeState node, Message message)
    {
        switch (message)
        {
            case PreVoteRequest:
                // Its sender has not been elected to anything: moving to its term would make this node deaf to its leader.
                return true;
            case VoteRequest { Transfer: false } when Stickiness.Holds(node):
                return false;
            case AppendRequest or Heartbeat or SnapshotOffer or TimeoutNow:
                Roles.BecomeFollower(node, message.Term, message.From);
                return true;
            default:
                Roles.BecomeFollower(node, message.Term, NodeId.None);
                return true;
        }
    }

    /// <summary>An older term: whoever would lead or be elected in it is told the newer one; all else is void.</summary>
    /// <returns>Whether the message goes on to its handler.</returns>
    public static bool Older(NodeState node, Message message)
    {
        var (group, me, to) = (node.Options.Group, node.Id, message.From);
        switch (message)
        {
            case PreVoteResponse:
                // A voter that is behind may well answer; the response names the campaign that it answers.
                return true;
            case PreVoteRequest request:
                node.Out.Send(new PreVoteResponse(group, me, to, node.Term, request.Term.Next, Granted: false));
                return false;
            case VoteRequest:
                node.Out.Send(new VoteRefused(group, me, to, node.Term));
                return false;
            case AppendRequest or Heartbeat or SnapshotOffer or TimeoutNow:
                node.Out.Send(new StaleTerm(group, me, to, node.Term));
                return false;
            default:
                return false;
        }
    }
}
