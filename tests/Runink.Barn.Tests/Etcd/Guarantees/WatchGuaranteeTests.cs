using Runink.Protocol;

namespace Runink.Barn.Tests;

/// <summary>
/// What etcd promises of watches, under a load with compactions, to observers that are slow, are cut off and resume, through the real
/// API. Bounded in the suite; RUNINK_SECONDS makes it longer, RUNINK_SEED brings a load back.
/// </summary>
public sealed class WatchGuaranteeTests
{
    private static TimeSpan Duration =>
        TimeSpan.FromSeconds(double.TryParse(Environment.GetEnvironmentVariable("RUNINK_SECONDS"), out var seconds) ? seconds : 2);

    [Fact]
    public async Task Every_watch_is_told_every_change_once_in_order_and_whole()
    {
        var random = Seed.Draw();
        await using var host = await EtcdHost.StartAsync();
        var load = new WatchLoad(host.Connect(), new Random(random.Next()));
        Observer[] observers =
        [
            .. Enumerable.Range(0, 6).Select(i => Make(i < 4 ? null : WatchLoad.Name(i), null)),
            Make(null, WatchCreateRequest.Types.FilterType.Noput),
            Make(null, WatchCreateRequest.Types.FilterType.Nodelete),
        ];
        var compactions = new List<long>();
        var ends = TimeProvider.System.GetTimestamp() + (long)(Duration.TotalSeconds * TimeProvider.System.TimestampFrequency);
        var last = long.MaxValue;
        var following = observers.Select(observer => observer.FollowAsync(() => Volatile.Read(ref last))).ToList();
        // On a crowded machine the load is given more time to become one.
        var latest = ends + (20 * TimeProvider.System.TimestampFrequency);
        bool IsEnough() => load.Last > 100 && compactions.Count > 0;
        await load.RunAsync(
            () => TimeProvider.System.GetTimestamp() is var now && (now < ends || (now < latest && !IsEnough())), compactions.Add);
        Volatile.Write(ref last, load.Last);
        await Task.WhenAll(following).WaitAsync(TimeSpan.FromSeconds(40) + Duration, TestContext.Current.CancellationToken);

        Assert.True(IsEnough(), "the load was too small to say anything");
        var model = WatchModel.Of(load.History);
        foreach (var observer in observers) model.Judge(observer.Record, compactions.Max());
        TestContext.Current.TestOutputHelper?.WriteLine(
            $"{load.Last} revisions, {compactions.Count} compactions, {observers.Sum(o => o.Resumptions)} streams, {observers.Sum(o => o.Record.Events.Count)} events");

        Observer Make(string? key, WatchCreateRequest.Types.FilterType? filter) => new(host.Connect(), new Random(random.Next()), key, filter);
    }
}
