namespace Runink.Raft;

/// <summary>What a node is doing in its term (Raft paper, figure 4; pre-candidate: thesis section 9.6).</summary>
public enum Role
{
    /// <summary>Answers leaders and candidates.</summary>
    Follower,

    /// <summary>Asks whether it could win an election, without disturbing anyone's term.</summary>
    PreCandidate,

    /// <summary>Asks for votes in its own new term.</summary>
    Candidate,

    /// <summary>Orders the log of its term.</summary>
    Leader,
}
