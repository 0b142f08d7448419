using System.Globalization;

namespace Runink.Cli.Tests.EndToEnd.Servers;

/// <summary>
/// kill -9 of a server under load, again and again on one data directory. RUNINK_KILLS sets how often, RUNINK_SEED brings the
/// moments back.
/// </summary>
public sealed class ServerKillTests
{
    private const int KillsByDefault = 10;
    private const int MostWrites = 400;

    [Fact]
    public async Task Every_acknowledged_write_outlives_every_kill()
    {
        var kills = Setting("RUNINK_KILLS") ?? KillsByDefault;
        Say($"RUNINK_KILLS={kills}");
        var random = Seed.Draw();
        using var directory = new TemporaryDirectory();
        var load = new WriteLoad();
        for (var kill = 0; kill < kills; kill++)
        {
            // Snapshots are taken often, so that kills meet those too.
            using var server = await RuniServer.StartAsync(directory.File("data"), "--snapshot-count", "500");
            await AssertAllThereAsync(load, server, kill);
            var before = load.Acknowledged.Count;
            var writing = load.RunAsync(server.Url);
            var more = random.Next(1, MostWrites);
            Wait.Until(() => load.Acknowledged.Count >= before + more);
            server.Kill();
            await writing;
        }

        using var last = await RuniServer.StartAsync(directory.File("data"));
        await AssertAllThereAsync(load, last, kills);
        Assert.Equal(0, last.Stop());
        Assert.Equal(0, Runi.Run("cluster", "check", directory.File("data")).ExitCode);
        Say($"{load.Acknowledged.Count} acknowledged writes, none lost");
    }

    private static async Task AssertAllThereAsync(WriteLoad load, RuniServer server, int kills)
    {
        var keys = await WriteLoad.KeysAsync(server.Url);
        var lost = load.Acknowledged.Where(key => !keys.Contains(key)).ToList();
        var all = load.Acknowledged.Count;
        Assert.True(lost.Count == 0, $"after {kills} kills, {lost.Count} of {all} acknowledged writes are lost, {lost.FirstOrDefault()} among them");
    }

    private static void Say(FormattableString line) =>
        TestContext.Current.TestOutputHelper?.WriteLine(line.ToString(CultureInfo.InvariantCulture));

    private static int? Setting(string name) =>
        int.TryParse(Environment.GetEnvironmentVariable(name), CultureInfo.InvariantCulture, out var value) ? value : null;
}
