namespace Runink.Raft;

/// <summary>What part a member takes.</summary>
public enum MemberKind
{
    /// <summary>Keeps the log, votes, may lead.</summary>
    Voter,

    /// <summary>Keeps the log, has no vote (thesis, section 4.2.1).</summary>
    Learner,

    /// <summary>Votes and keeps the terms of the log but no commands; never leads and never serves anyone's data.</summary>
    Witness,
}
