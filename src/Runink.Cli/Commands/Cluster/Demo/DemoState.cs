using Runink.Protocol;

namespace Runink.Cli.Commands.Cluster.Demo;

/// <summary>How a member of the demo stood at a moment.</summary>
/// <param name="Member">Which one.</param>
/// <param name="Status">What it said; null when it said nothing.</param>
internal sealed record DemoState(DemoMember Member, StatusResponse? Status)
{
    public bool Leads => Status is { Leader: not 0 } status && status.Leader == status.Header.MemberId;

    /// <summary>killed, silent, no leader, leader, follower.</summary>
    public string Role => Status switch
    {
        null => Member.IsRunning ? "silent" : "killed",
        { Leader: 0 } => "no leader",
        _ => Leads ? "leader" : "follower",
    };
}
