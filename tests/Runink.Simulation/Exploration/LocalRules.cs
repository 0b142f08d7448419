using Runink.Raft;

namespace Runink.Simulation;

/// <summary>Rules that one node can break alone, and what it can no longer be reached by.</summary>
public static class LocalRules
{
    /// <summary>The rule that a node broke by going from one state to the next, or null.</summary>
    public static string? Judge(LocalState? from, LocalState to)
    {
        var applied = to.Node.AppliedIndex;
        if (applied > to.Commit) return $"node {to.Node.Id} applied {applied} and committed {to.Commit}";
        if (from is null) return null;
        if (to.Term < from.Term) return $"node {to.Node.Id} went back from term {from.Term} to {to.Term}";
        if (to.Commit < from.Commit) return $"node {to.Node.Id} took back its commit {from.Commit} to {to.Commit}";
        if (to.Term == from.Term && from.Node.VotedFor != NodeId.None && to.Node.VotedFor != from.Node.VotedFor)
            return $"node {to.Node.Id} votes for {to.Node.VotedFor} in term {to.Term}, after {from.Node.VotedFor}";
        return null;
    }

    /// <summary>
    /// Whether an idle message stays idle for ever, with the answer that it got already or without one. Dropping it makes states
    /// equal that differ in nothing that matters. The claim is checked after an exploration: see <see cref="DeadMessageAudit"/>.
    /// </summary>
    public static bool IsDead(Message message, LocalState receiver, bool isAnswered, Scope scope)
    {
        // A pre-vote is answered whatever the term.
        if (message is PreVoteRequest or PreVoteResponse) return false;
        // Terms on disk never go back. The answer tells the newer term, which stays the same only in the last one of the scope.
        if (message.Term < receiver.Disk.Term) return !isAnswered || receiver.Disk.Term.Value == scope.Terms;
        // Nobody stands twice in a term.
        return message is VoteGranted or VoteRefused && message.Term == receiver.Disk.Term
            && (receiver.Role != Role.Candidate || message.Term < receiver.Term);
    }
}
