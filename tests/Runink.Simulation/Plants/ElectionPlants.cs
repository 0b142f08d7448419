namespace Runink.Simulation;

/// <summary>Bugs in elections.</summary>
public static class ElectionPlants
{
    public static IReadOnlyList<Plant> All { get; } =
    [
        new("vote-twice", "a node votes once in a term", "Elections/VoteRequests.cs",
            "var free = node.VotedFor == request.From || (node.VotedFor == NodeId.None && node.Leader == NodeId.None);",
            "var free = true;"),
        new("vote-forgotten", "a vote is saved", "Storage/Flush.cs",
            "new SaveVote(node.Writes.Issue(), node.Term, node.VotedFor)",
            "new SaveVote(node.Writes.Issue(), node.Term, NodeId.None)"),
        new("vote-before-sync", "a vote is told only when it is on disk", "Elections/VoteRequests.cs",
            "node.Out.SendWhenDurable(new VoteGranted(", "node.Out.Release(new VoteGranted("),
        new("request-before-sync", "a candidate asks only when its term and log are on disk", "Elections/Campaign.cs",
            "node.Out.SendWhenDurable(new VoteRequest(", "node.Out.Release(new VoteRequest("),
        new("vote-for-any-log", "no vote for a log that is behind", "Elections/VoteRequests.cs",
            "candidate.IsAtLeastAsUpToDateAs(own)", "candidate.Index >= LogIndex.Zero"),
        new("vote-for-the-longer-log", "of two logs the one of the later term is ahead, not the longer one",
            "Logs/LogPosition.cs",
            "Term > other.Term || (Term == other.Term && Index >= other.Index)", "Index >= other.Index"),
        new("vote-with-a-rotten-log", "a node that lost the end of its log gives no vote", "Elections/VoteRequests.cs",
            "node.LastLog is { } own && candidate", "!(node.LastLog is { } own) || candidate") { Profile = "rot" },
        new("count-a-voter-twice", "the first answer of a voter counts", "Elections/VoteTally.cs",
            "if (!_votes.Exists(v => v.Voter == voter)) _votes.Add(", "_votes.Add("),
        new("half-is-a-majority", "a majority is more than half", "Membership/Roster.cs",
            "(VotingCount / 2) + 1", "(VotingCount + 1) / 2"),
        new("elect-by-the-new-roster", "in a joint membership an election needs both majorities", "Elections/VoteTally.cs",
            "if (membership.Outgoing is null) return current;", "return current;") { Profile = "membership" },
        new("obey-an-older-leader", "a message of an older term is void", "Elections/Terms.cs",
            "node.Out.Send(new StaleTerm(group, me, to, node.Term));", "if (message is AppendRequest) return true;"),
        new("pre-candidate-takes-a-term", "a pre-vote changes nobody's term", "Elections/Roles.cs",
            "node.Role = Role.PreCandidate;",
            "(node.Role, node.Term, node.VotedFor) = (Role.PreCandidate, node.Term.Next, NodeId.None);"),
        new("witness-leads", "a witness never leads",
            new SourceEdit("Membership/Membership.cs", "Votes(id) && !IsWitness(id)", "Votes(id)"),
            new SourceEdit("Elections/Campaign.cs", "!node.Options.Witness && ", "")),
    ];
}
