namespace Runink.Cluster;

/// <summary>Kills the leader of a cluster of ours and of one of etcd's in turn, and compares how long nothing is accepted.</summary>
internal static class RecoveryCommand
{
    private static readonly string[] s_etcdFlags = ["--log-level", "error"];

    /// <returns>0 if our median is at most half of etcd's, or there is no etcd; else 1. 2 for flags that make no sense.</returns>
    public static async Task<int> RunAsync(IReadOnlyList<string> args, TextWriter output)
    {
        var flags = new Flags(args, "--kills", "-o");
        var kills = flags.Number("--kills", 30, 1, 10_000);
        if (flags.AreWrong) return 2;
        List<(Kind Kind, string[] Flags)> kinds = [(Kind.Runi, [])];
        if (File.Exists(Kind.Etcd.Path)) kinds.Add((Kind.Etcd, s_etcdFlags));
        var gaps = kinds.ConvertAll(_ => new List<double>());
        var calls = kinds.ConvertAll(_ => new List<double>());
        List<RealCluster> clusters = [];
        try
        {
            foreach (var (kind, more) in kinds) clusters.Add(await RealCluster.StartAsync(kind, 3, more));
            for (var kill = 0; kill < kills; kill++)
            {
                for (var i = 0; i < kinds.Count; i++)
                {
                    var (gap, call) = await new Interruption(clusters[i]).KillLeaderAsync();
                    gaps[i].Add(gap.TotalMilliseconds);
                    calls[i].Add(call.TotalMilliseconds);
                }
            }
        }
        finally
        {
            foreach (var cluster in clusters) cluster.Dispose();
        }

        var reports = kinds.Select((kind, i) => RecoveryReport.Of(kind.Kind.Name, gaps[i], calls[i])).ToList();
        output.WriteLine(flags.WantsJson ? Json.Of(reports) : string.Join('\n', reports));
        return reports.Count == 1 || reports[0].MedianGap <= reports[1].MedianGap / 2 ? 0 : 1;
    }
}
