namespace Runink.Cluster;

/// <summary>What every workload works with.</summary>
/// <param name="Cluster">Whose members are asked.</param>
/// <param name="Findings">What is wrong goes here.</param>
/// <param name="Changes">Acknowledged changes and what watches heard.</param>
internal sealed record Scene(RealCluster Cluster, Findings Findings, ChangeLedger Changes);
