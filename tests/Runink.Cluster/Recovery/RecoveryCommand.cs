using System.Globalization;

namespace Runink.Cluster;

/// <summary>Kills the leader of a cluster of ours and of one of etcd's in turn, and compares how long nothing is accepted.</summary>
internal static class RecoveryCommand
{
    private static readonly string[] s_etcdFlags = ["--log-level", "error"];

    /// <returns>0 if our median is at most half of etcd's, or there is no etcd; else 1.</returns>
    public static async Task<int> RunAsync(int kills, TextWriter output)
    {
        List<(Kind Kind, string[] Flags)> kinds = [(Kind.Runi, [])];
        if (File.Exists(Kind.Etcd.Path)) kinds.Add((Kind.Etcd, s_etcdFlags));
        var gaps = kinds.ConvertAll(_ => new List<double>());
        var calls = kinds.ConvertAll(_ => new List<double>());
        List<RealCluster> clusters = [];
        try
        {
            foreach (var (kind, flags) in kinds) clusters.Add(await RealCluster.StartAsync(kind, 3, flags));
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

        for (var i = 0; i < kinds.Count; i++)
        {
            output.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{kinds[i].Kind.Name}: {kills} kills of the leader; without an accepted write: median {Median(gaps[i]):0} ms, worst {gaps[i].Max():0} ms; longest wait of a caller: median {Median(calls[i]):0} ms, worst {calls[i].Max():0} ms"));
        }

        return kinds.Count == 1 || Median(gaps[0]) <= Median(gaps[1]) / 2 ? 0 : 1;
    }

    private static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);
}
