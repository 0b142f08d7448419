using Runink.Pipelines.Diagnostics;

namespace Runink.Cli.Commands.Cluster;

/// <summary>What can be wrong with a cluster, its snapshots and its data directories.</summary>
internal static class ClusterErrors
{
    /// <summary>A snapshot file that is not whole or not a Barn's.</summary>
    public static readonly ErrorDefinition BadSnapshot = new("R6120", "a snapshot cannot be used",
        "Its checksum does not match its content, it ends too early, or it is not a snapshot of a Barn.",
        "save it again from a running server, or take another copy");

    /// <summary>The leader cannot be asked.</summary>
    public static readonly ErrorDefinition NoLeader = new("R6121", "the leader of a cluster cannot be asked",
        "What was wanted only the leader does, and none of the members that answered leads or says where the leader is reached.",
        "see 'runi cluster status'; without a majority there is no leader: docs/runbooks/barn-quorum-lost.md");

    /// <summary>The demo could not be shown.</summary>
    public static readonly ErrorDefinition DemoFailed = new("R6122", "the servers of the demo do not serve",
        "The demo starts three servers on free ports of this machine. One of them ended, or they did not find each other in time.",
        "on a busy machine give them more time with --election-timeout 1000");

    /// <summary>All of them, for the reference.</summary>
    public static readonly IReadOnlyList<ErrorDefinition> All = [BadSnapshot, NoLeader, DemoFailed];
}
