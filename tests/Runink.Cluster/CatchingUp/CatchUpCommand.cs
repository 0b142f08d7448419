using System.Diagnostics;
using Runink.Protocol;

namespace Runink.Cluster;

/// <summary>
/// A member comes back after many puts that it has not seen, and one comes back without its disk, while the others serve: how long it
/// takes, and what it costs them. Compared with nothing but itself.
/// </summary>
internal sealed class CatchUpCommand(RealCluster cluster, long writes, int rate)
{
    private const int Fillers = 64;
    private static readonly TimeSpan s_window = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan s_limit = TimeSpan.FromMinutes(5);

    /// <returns>0 if every put was answered, else 1; 2 for flags that make no sense.</returns>
    public static async Task<int> RunAsync(IReadOnlyList<string> args, TextWriter output)
    {
        var flags = new Flags(args, "--writes", "--rate", "--nodes", "-o");
        var (writes, rate) = (flags.Number("--writes", 100_000, 1, 10_000_000), flags.Number("--rate", 2000, 1, 100_000));
        var nodes = flags.Number("--nodes", 3, 3, 9);
        if (flags.AreWrong) return 2;
        using var cluster = await RealCluster.StartAsync(Kind.Runi, nodes, [], disk: 2048);
        var command = new CatchUpCommand(cluster, writes, rate);
        List<CatchUpReport> reports = [await command.DownAsync(), await command.WipedAsync()];
        output.WriteLine(flags.WantsJson ? Json.Of(reports) : string.Join('\n', reports));
        return reports.TrueForAll(report => report.During.Failed == 0) ? 0 : 1;
    }

    /// <summary>A member that was down.</summary>
    public async Task<CatchUpReport> DownAsync()
    {
        var (member, others) = await FollowerAsync();
        var has = await RevisionAsync(member);
        member.Kill();
        await new ClosedLoad(others, Fillers).PutAsync(writes);
        return await MeasureAsync("down", member, others, has, () =>
        {
            cluster.Start(member);
            return Task.CompletedTask;
        });
    }

    /// <summary>A member whose disk was lost: removed and added.</summary>
    public async Task<CatchUpReport> WipedAsync()
    {
        var (member, others) = await FollowerAsync();
        return await MeasureAsync("wiped", member, others, 0, () => cluster.ReplaceAsync(member, dead: true));
    }

    private async Task<(Member Member, List<Member> Others)> FollowerAsync()
    {
        var leader = await cluster.LeaderAsync() ?? throw new TimeoutException("nobody leads");
        var follower = cluster.Members.First(member => member != leader);
        return (follower, [.. cluster.Members.Where(member => member != follower)]);
    }

    /// <param name="what">What has happened to the member.</param>
    /// <param name="member">Who.</param>
    /// <param name="others">The others.</param>
    /// <param name="has">The newest revision that it has.</param>
    /// <param name="comeBack">Lets it come back.</param>
    private async Task<CatchUpReport> MeasureAsync(string what, Member member, List<Member> others, long has, Func<Task> comeBack)
    {
        var load = new OpenLoad(others, rate);
        long begun, back, served, ended, behind;
        await using (load)
        {
            begun = Stopwatch.GetTimestamp();
            await Task.Delay(s_window);
            behind = await RevisionAsync(others[0]) - has;
            back = Stopwatch.GetTimestamp();
            await comeBack();
            await cluster.UntilServesAsync(member, s_limit);
            served = Stopwatch.GetTimestamp();
            await Task.Delay(s_window);
            ended = Stopwatch.GetTimestamp();
        }

        var seconds = Math.Round(Stopwatch.GetElapsedTime(back, served).TotalSeconds, 2);
        return new CatchUpReport(what, behind, rate, seconds, load.Between(begun, back), load.Between(back, served), load.Between(served, ended));
    }

    /// <summary>The revision that a member has reached; answered whatever else waits there.</summary>
    private static async Task<long> RevisionAsync(Member member)
    {
        var answer = await member.Channel.CallAsync(EtcdApi.Range, new RangeRequest { Key = Text.Bytes("x"), Serializable = true }, Deadlines.Change);
        return answer.Header.Revision;
    }
}
