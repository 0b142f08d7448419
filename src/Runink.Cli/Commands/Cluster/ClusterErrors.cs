using Runink.Pipelines.Diagnostics;

namespace Runink.Cli.Commands.Cluster;

/// <summary>What can be wrong with a cluster, its snapshots and its data directories.</summary>
internal static class ClusterErrors
{
    /// <summary>A snapshot file that is not whole or not a Barn's.</summary>
    public static readonly ErrorDefinition BadSnapshot = new("R6120", "a snapshot cannot be used",
        "Its checksum does not match its content, it ends too early, or it is not a snapshot of a Barn.",
        "save it again from a running server, or take another copy");

    /// <summary>All of them, for the reference.</summary>
    public static readonly IReadOnlyList<ErrorDefinition> All = [BadSnapshot];
}
