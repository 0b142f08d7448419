using Microsoft.Extensions.Logging;

namespace Runink.Barn;

/// <summary>Compares a member with the others before it serves anybody, for whoever asks for that.</summary>
internal static class InitialComparison
{
    private static readonly TimeSpan CatchUpWithin = TimeSpan.FromSeconds(10);

    /// <summary>
    /// Catches up with the others if they have a leader, and compares. Those that do not answer are passed over: when all start at once,
    /// somebody must be the first. If only others differ, this member may serve as well as they do.
    /// </summary>
    /// <exception cref="ReplicaDiffersException">It differs, and no majority is known to be on its side.</exception>
    public static async Task RunAsync(BarnNode node, ReplicaComparison comparison, ILogger log, CancellationToken stop)
    {
        try
        {
            await node.ReadAsync().AsTask().WaitAsync(CatchUpWithin, stop).ConfigureAwait(false);
        }
        catch (Exception refused) when (refused is KvErrorException or TimeoutException)
        {
            // Then it is compared as it is: what it does not have yet cannot differ.
        }

        foreach (var group in node.Groups.OrderBy(group => group.Id))
        {
            var findings = await comparison.RunAsync(group, stop).ConfigureAwait(false);
            var found = group.IsSystem ? findings.ToString() : $"group {group.Name}: {findings}";
            if (findings.IsOwnInDoubt) throw new ReplicaDiffersException($"this member holds another state than others: {found}");
            if (findings.Outcome == ReplicaOutcome.Open) BarnLog.NotCompared(log, $"they differ, and who is wrong is open: {found}");
            else if (group.IsSystem) BarnLog.InitiallyCompared(log, findings.States.Count - 1);
        }
    }
}
