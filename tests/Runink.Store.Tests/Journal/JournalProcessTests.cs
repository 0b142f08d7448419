using System.Globalization;
using System.Text;
using Runink.Store.Journal;

namespace Runink.Store.Tests.Journal;

/// <summary>Real processes in one directory, killed with SIGKILL.</summary>
public sealed class JournalProcessTests : IDisposable
{
    private const int Workers = 3;
    private const int Kills = 12;

    private readonly TemporaryDirectory _directory = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task Killed_writers_lose_nothing_acknowledged_and_do_nothing_twice()
    {
        var random = Seed.Draw();
        var workers = Enumerable.Range(0, Workers).Select(Start).ToArray();
        var acknowledged = new long[Workers];
        for (var kill = 0; kill < Kills; kill++)
        {
            var victim = random.Next(Workers);
            for (var lines = random.Next(1, 60); lines > 0; lines--)
            {
                var line = await workers[victim].ReadAsync(Cancel);
                if (line is null) Assert.Fail((await workers[victim].KillAsync(Cancel)).Errors);
                acknowledged[victim] = Last(line, acknowledged[victim]);
            }

            await KillAsync(victim);
            await AssertExactAsync(acknowledged);
            workers[victim].Dispose();
            workers[victim] = Start(victim);
        }

        for (var i = 0; i < Workers; i++) await KillAsync(i);
        await AssertExactAsync(acknowledged);
        foreach (var worker in workers) worker.Dispose();

        async Task KillAsync(int worker)
        {
            var (output, errors) = await workers[worker].KillAsync(Cancel);
            Assert.Equal("", errors);
            acknowledged[worker] = Last(output, acknowledged[worker]);
        }
    }

    [Fact]
    public async Task Two_processes_watch_each_other()
    {
        using var echo = new Worker("echo", _directory.Path);
        Assert.Equal("ready", await echo.ReadAsync(Cancel));
        var options = new JournalOptions { PollInterval = TimeSpan.FromMilliseconds(1) };
        await using var store = await JournalStore.OpenAsync(_directory.Path, options, Cancel);
        var from = (await store.ListAsync("", Cancel)).Revision + 1;
        await using var pongs = store.WatchAsync(KeyRange.Single("pong"), from, Cancel).GetAsyncEnumerator(Cancel);
        for (var i = 0; i < 50; i++)
        {
            await store.PutAsync("ping", Encoding.UTF8.GetBytes($"{i}"), 0, Cancel);
            Assert.True(await pongs.MoveNextAsync());
            Assert.Equal(i, Number(pongs.Current.Keys.Single().Entry));
        }
    }

    private Worker Start(int id) => new("increment", _directory.Path, $"{id}");

    /// <summary>The last whole line of what a worker printed: a kill may cut one off.</summary>
    private static long Last(string output, long before)
    {
        var lines = output.Contains('\n', StringComparison.Ordinal) ? output[..output.LastIndexOf('\n')] : output;
        var last = lines.Split('\n')[^1];
        return last.Length == 0 ? before : Math.Max(before, long.Parse(last, CultureInfo.InvariantCulture));
    }

    private async Task AssertExactAsync(long[] acknowledged)
    {
        await using var store = await JournalStore.OpenAsync(_directory.Path, null, Cancel);
        var found = (await store.ListAsync("", Cancel)).Items;
        var all = found.Single(entry => entry.Key == "n");
        var own = found.Where(entry => entry.Key != "n").ToDictionary(entry => entry.Key.ToString());
        Assert.Equal(Number(all), own.Values.Sum(Number));
        Assert.Equal(Number(all), all.Version);
        Assert.All(own.Values, entry => Assert.Equal(Number(entry), entry.Version));
        for (var i = 0; i < Workers; i++)
        {
            if (acknowledged[i] > 0) Assert.InRange(Number(own[$"by/{i}"]), acknowledged[i], long.MaxValue);
        }
    }

    private static long Number(KeyValue entry) =>
        long.Parse(Encoding.UTF8.GetString(entry.Value.Span), CultureInfo.InvariantCulture);
}
