using Runink.Protocol;

namespace Runink.Cli.Commands.Cluster.Members;

/// <summary>How one member, or one endpoint of whom nobody says whose it is, stands.</summary>
/// <param name="Member">Who it is, as the cluster says; null when it could not be asked.</param>
/// <param name="Endpoint">Where it was asked; null for a member that tells no client URL, as it has not started yet.</param>
/// <param name="Status">What it says of itself, or null.</param>
/// <param name="Problem">Why it says nothing, or null.</param>
internal sealed record MemberReport(Member? Member, Uri? Endpoint, StatusResponse? Status, string? Problem)
{
    /// <summary>Its name, or its id while it has none.</summary>
    public string Name => Member is null ? "" : MemberChoice.NameOf(Member);

    /// <summary>leader, follower, learner, no leader; empty when it is not known.</summary>
    public string Role => Status switch
    {
        null => "",
        { Leader: 0 } => "no leader",
        { IsLearner: true } => "learner",
        _ => Status.Leader == Status.Header.MemberId ? "leader" : "follower",
    };
}
