using System.Diagnostics;
using Runink.Protocol;

namespace Runink.Cluster;

/// <summary>
/// Three members with their own timers to which nothing happens but load, and now and then half a second in which a follower does
/// not run: nobody may stand for election, and a member that nobody asks for anything must be quiet.
/// </summary>
internal sealed class SteadyCommand(RealCluster cluster)
{
    private static readonly TimeSpan s_settling = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan s_idle = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan s_betweenCompactions = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(500);

    /// <returns>0 if nothing was wrong, else 1; 2 for flags that make no sense.</returns>
    public static async Task<int> RunAsync(IReadOnlyList<string> args, TextWriter output)
    {
        var flags = new Flags(args, "--minutes", "--pauses", "--clients", "--loads", "-o");
        var time = TimeSpan.FromMinutes(flags.Number("--minutes", 10, 1, 10_000));
        var (pauses, clients) = (flags.Number("--pauses", 20, 0, 10_000), flags.Number("--clients", 64, 1, 1024));
        var kinds = flags.Names<LoadKind>("--loads");
        if (flags.AreWrong) return 2;
        using var cluster = await RealCluster.StartAsync(Kind.Runi, 3, [], disk: 2048);
        var report = await new SteadyCommand(cluster).RunAsync(time, pauses, clients, kinds);
        output.WriteLine(flags.WantsJson ? Json.Of(report) : report.ToString());
        if (!report.IsGood) foreach (var member in cluster.Members) TellOf(member);
        return report.IsGood ? 0 : 1;
    }

    /// <param name="time">Of load, shared by its kinds.</param>
    /// <param name="pauses">How often a follower is stopped.</param>
    /// <param name="clients">How many make the load.</param>
    /// <param name="kinds">What they do, one after the other.</param>
    public async Task<SteadyReport> RunAsync(TimeSpan time, int pauses, int clients, IReadOnlyList<LoadKind> kinds)
    {
        using var standstill = new Standstill(cluster.Tools.Standstill);
        await Task.Delay(s_settling);
        var idle = await IdleBytesAsync();
        var elections = await ElectionsAsync(() => PauseAsync(pauses));
        standstill.Longest();
        List<SteadyLoad> loads = [];
        foreach (var kind in kinds)
        {
            var (load, clock) = (new ClosedLoad(cluster.Members, clients), Stopwatch.StartNew());
            var during = await ElectionsAsync(async () =>
            {
                using var stop = new CancellationTokenSource(time / kinds.Count);
                await Task.WhenAll(load.RunAsync(kind, stop.Token), CompactAsync(stop.Token));
            });
            var (seconds, answered) = (clock.Elapsed.TotalSeconds, load.Answered);
            loads.Add(new SteadyLoad($"{kind}", Math.Round(seconds), Math.Round(answered / seconds), during, standstill.Longest()));
        }

        return new SteadyReport(Math.Round(idle), pauses, elections, loads);
    }

    /// <summary>What a member has logged, as why somebody stood. Compactions, which the load asks for all the time, are left out.</summary>
    private static void TellOf(Member member)
    {
        foreach (var line in member.Log.Split('\n').Where(line => !line.Contains("is compacted", StringComparison.Ordinal)))
            Console.Error.WriteLine($"{member.Name}: {line}");
    }

    /// <summary>Takes old history away, as somebody who writes so much must.</summary>
    private async Task CompactAsync(CancellationToken stop)
    {
        const int Kept = 1000;
        while (!stop.IsCancellationRequested)
        {
            await Task.Delay(s_betweenCompactions, CancellationToken.None);
            var now = await RealCluster.TryAsync(cluster.Members[0], EtcdApi.Range, new RangeRequest { Key = Text.Bytes("x") }, stop);
            if (now is not null && now.Header.Revision > Kept)
                await RealCluster.TryAsync(cluster.Members[0], EtcdApi.Compact, new CompactionRequest { Revision = now.Header.Revision - Kept }, stop);
        }
    }

    private async Task<double> IdleBytesAsync()
    {
        var (before, clock) = (Bytes(), Stopwatch.StartNew());
        await Task.Delay(s_idle);
        var after = Bytes();
        return before.Zip(after, (first, last) => (last - first) / clock.Elapsed.TotalSeconds).Max();
    }

    private List<long> Bytes() => [.. cluster.Members.Select(member => cluster.Laboratory.Traffic(member.Number)).Select(line => line.ReceivedBytes + line.SentBytes)];

    private async Task PauseAsync(int pauses)
    {
        for (var pause = 0; pause < pauses; pause++)
        {
            var leader = await cluster.LeaderAsync();
            var followers = cluster.Members.Where(member => member != leader).ToList();
            var follower = followers[pause % followers.Count];
            follower.Signal(Signal.Stop);
            await Task.Delay(s_pause);
            follower.Signal(Signal.Continue);
            await Task.Delay(s_pause);
        }
    }

    /// <summary>How many terms begin while something is done.</summary>
    private async Task<long> ElectionsAsync(Func<Task> something)
    {
        var before = await TermAsync();
        await something();
        return await TermAsync() - before;
    }

    private async Task<long> TermAsync()
    {
        var newest = 0UL;
        foreach (var member in cluster.Members)
        {
            // The load that has just ended may still be in line before this.
            var status = await RealCluster.TryAsync(member, EtcdApi.Status, new StatusRequest())
                ?? await RealCluster.TryAsync(member, EtcdApi.Status, new StatusRequest())
                ?? throw new TimeoutException($"{member.Name} does not tell its term");
            newest = Math.Max(newest, status.RaftTerm);
        }

        return (long)newest;
    }
}
