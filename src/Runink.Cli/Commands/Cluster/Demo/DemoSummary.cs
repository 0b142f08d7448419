namespace Runink.Cli.Commands.Cluster.Demo;

/// <summary>What a demo showed.</summary>
/// <param name="Acknowledged">Writes that were acknowledged.</param>
/// <param name="Lost">Of these, how many the member that has fewest lacks.</param>
/// <param name="Kills">How often the leader was killed.</param>
/// <param name="Terms">The term at the end.</param>
/// <param name="LongestGapMilliseconds">The longest time without an acknowledged write.</param>
internal sealed record DemoSummary(long Acknowledged, long Lost, int Kills, ulong Terms, long LongestGapMilliseconds);
