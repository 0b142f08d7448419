namespace Runink.Cli.Commands.Cluster.Demo;

/// <summary>Writes, kills leaders, and counts what is left.</summary>
/// <param name="cluster">A cluster that runs.</param>
/// <param name="length">How long.</param>
/// <param name="kills">How often the leader is killed; spread evenly.</param>
/// <param name="meter">Of the writes.</param>
/// <param name="picture">Shows it.</param>
internal sealed class DemoRun(DemoCluster cluster, TimeSpan length, int kills, WriteMeter meter, DemoPicture picture)
{
    private const int Writers = 8;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);

    private readonly List<DemoWriter> _writers = [.. Enumerable.Range(0, Writers).Select(i => new DemoWriter(i, cluster.Endpoints, meter))];
    private int _killed;

    public async Task<DemoSummary> RunAsync(CancellationToken cancellation)
    {
        using var stop = new CancellationTokenSource();
        var writing = Task.WhenAll(_writers.Select(writer => Task.Run(() => writer.WriteAsync(stop.Token, cancellation), cancellation)));
        try
        {
            await DisturbAsync(cancellation);
        }
        finally
        {
            await stop.CancelAsync();
        }

        await writing;
        var gap = meter.LongestGap;
        picture.Tell("asking every member for every write");
        await cluster.StartAsync(cancellation);
        var lost = await CountLostAsync(cancellation);
        var states = await cluster.AskAsync(cancellation);
        return new(meter.Count, lost, _killed, states.Max(state => state.Status?.RaftTerm ?? 0), (long)gap.TotalMilliseconds);
    }

    /// <summary>Kills the leader in the middle of every period, and starts it again half a period later.</summary>
    private async Task DisturbAsync(CancellationToken cancellation)
    {
        var started = TimeProvider.System.GetTimestamp();
        var period = length / Math.Max(kills, 1);
        DemoMember? down = null;
        for (TimeSpan elapsed; (elapsed = TimeProvider.System.GetElapsedTime(started)) < length;)
        {
            var states = await cluster.AskAsync(cancellation);
            picture.Show(states);
            var (due, back) = (_killed * period + period / 2, _killed * period);
            if (down is not null && elapsed >= back)
            {
                cluster.Start(down);
                picture.Tell($"{down.Name} is started again");
                down = null;
            }
            else if (down is null && _killed < kills && elapsed >= due && states.FirstOrDefault(state => state.Leads) is { } leading)
            {
                down = leading.Member;
                down.Kill();
                _killed++;
                picture.Tell($"{down.Name} led, and was killed");
            }

            await Task.Delay(Pause, cancellation);
        }
    }

    private async Task<long> CountLostAsync(CancellationToken cancellation)
    {
        var most = 0L;
        foreach (var endpoint in cluster.Endpoints)
        {
            var lost = 0L;
            foreach (var writer in _writers) lost += await writer.CountLostAsync(endpoint, cancellation);
            most = Math.Max(most, lost);
        }

        return most;
    }
}
