using System.Globalization;
using System.Text;
using Runink.Store;
using Runink.Store.Tests;

namespace Runink.Barn.Client.Tests.Servers;

/// <summary>A real server killed again and again under writers and watches.</summary>
public sealed class RestartTests
{
    private const int Writers = 4;
    private const int Kills = 4;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory(Timeout = 60_000)]
    [MemberData(nameof(RealServer.All), MemberType = typeof(RealServer))]
    public async Task Watches_and_writers_survive_a_server_that_is_killed(string name)
    {
        var random = Seed.Draw();
        await using var server = await RealServer.StartAsync(name);
        await using var store = server.Open();
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        var watches = Enumerable.Range(0, 3).Select(_ => Task.Run(() => WatchUntilEndAsync(store), Cancel)).ToArray();
        var acknowledged = new int[1];
        var writers = Enumerable.Range(0, Writers)
            .Select(writer => Task.Run(() => WriteAsync(store, writer, acknowledged, enough.Token), Cancel))
            .ToArray();
        for (var kill = 0; kill < Kills; kill++)
        {
            var goal = Volatile.Read(ref acknowledged[0]) + random.Next(20, 200);
            while (Volatile.Read(ref acknowledged[0]) < goal) await store.GetAsync("end", Cancel);
            await server.KillAsync();
            await server.StartAgainAsync();
        }

        await enough.CancelAsync();
        var written = await Task.WhenAll(writers);
        await store.PutAsync("end", default, 0, Cancel);
        var newest = (int)(await store.ListAsync("", Cancel)).Revision;
        Assert.Contains(written, writer => writer.Lost.Count > 0);
        foreach (var watch in watches)
        {
            var seen = await watch;
            Assert.Equal(Enumerable.Range(2, newest - 1), seen.Select(change => (int)change.Revision));
            for (var writer = 0; writer < Writers; writer++) Check(written[writer], seen, $"w{writer}");
        }
    }

    /// <summary>What was acknowledged stands where it was said to; what was lost stands there once or not at all.</summary>
    private static void Check(Written written, List<(long Revision, string Key, int Value)> seen, string key)
    {
        var mine = seen.Where(change => string.Equals(change.Key, key, StringComparison.Ordinal)).ToArray();
        Assert.Equal(mine.Length, mine.Select(change => change.Value).Distinct().Count());
        Assert.Equal(mine.Select(change => change.Value).Order(), mine.Select(change => change.Value));
        foreach (var (value, revision) in written.Acknowledged) Assert.Contains((revision, key, value), mine);
        Assert.All(mine, change => Assert.True(
            written.Acknowledged.ContainsKey(change.Value) || written.Lost.Contains(change.Value), $"{change} was never sent"));
    }

    private static async Task<Written> WriteAsync(BarnStore store, int writer, int[] acknowledged, CancellationToken enough)
    {
        var written = new Written([], []);
        for (var value = 0; !enough.IsCancellationRequested; value++)
        {
            try
            {
                var bytes = Encoding.UTF8.GetBytes(value.ToString(CultureInfo.InvariantCulture));
                written.Acknowledged[value] = await store.PutAsync($"w{writer}", bytes, 0, Cancel);
                Interlocked.Increment(ref acknowledged[0]);
            }
            catch (StoreUnavailableException lost)
            {
                Assert.Contains("unknown whether", lost.Message, StringComparison.Ordinal);
                written.Lost.Add(value);
            }
        }

        return written;
    }

    private static async Task<List<(long Revision, string Key, int Value)>> WatchUntilEndAsync(BarnStore store)
    {
        var seen = new List<(long, string, int)>();
        await foreach (var change in store.WatchAsync(KeyRange.All, 2, Cancel))
        {
            var entry = Assert.Single(change.Keys).Entry;
            var isEnd = entry.Key == "end";
            var value = isEnd ? 0 : int.Parse(Encoding.UTF8.GetString(entry.Value.Span), CultureInfo.InvariantCulture);
            seen.Add((change.Revision, entry.Key.ToString(), value));
            if (isEnd) break;
        }

        return seen;
    }

    private sealed record Written(Dictionary<int, long> Acknowledged, HashSet<int> Lost);
}
