using System.Diagnostics;
using System.Globalization;

namespace Runink.Cluster.Tests.Machines;

/// <summary>Each fault does to a real member what it says.</summary>
public sealed class NativeFaultTests
{
    private static readonly string[] s_flags = ["--heartbeat-interval", "100", "--election-timeout", "1000"];
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(20);

    [Fact]
    public async Task A_disk_is_slow_hangs_and_fails_as_it_is_told()
    {
        Assert.SkipWhen(Laboratory.WhyNot() is not null, $"this needs network namespaces: {Laboratory.WhyNot()}");
        using var cluster = await RealCluster.StartAsync(Kind.Runi, 1, s_flags);
        var member = cluster.Members[0];
        var usual = await PutAsync(member);
        Assert.Equal(0, member.Faults.Altered);

        member.Faults.SlowDisk(TimeSpan.FromMilliseconds(300));
        var slow = await PutAsync(member);
        Assert.True(slow > TimeSpan.FromMilliseconds(300), $"a put took {slow} on a slow disk, {usual} else");

        member.Faults.Heal();
        member.Faults.HangDisk();
        Assert.Null(await RealCluster.TryAsync(member, EtcdApi.Put, Put(), TestContext.Current.CancellationToken));
        member.Faults.Heal();
        await cluster.UntilServesAsync(member, s_limit);

        member.Faults.FailSyncs();
        Assert.Null(await RealCluster.TryAsync(member, EtcdApi.Put, Put(), TestContext.Current.CancellationToken));
        Assert.True(await member.UntilEndedAsync(s_limit), $"it goes on though its syncs fail:\n{member.Log}");
        member.Faults.Heal();
        cluster.Start(member);
        await cluster.UntilServesAsync(member, s_limit);
    }

    [Fact]
    public async Task The_time_of_day_jumps_and_drifts_as_it_is_told()
    {
        Assert.SkipWhen(Laboratory.WhyNot() is not null, $"this needs network namespaces: {Laboratory.WhyNot()}");
        using var laboratory = Laboratory.Make(1);
        var folder = Directory.CreateTempSubdirectory("rk-").FullName;
        try
        {
            using var faults = new FaultControl(Path.Combine(folder, "faults"));
            var library = new NativeTools(folder).Faults;
            Assert.InRange(Behind(), TimeSpan.FromMinutes(-1), TimeSpan.FromMinutes(1));
            faults.JumpClock(TimeSpan.FromHours(-5));
            Assert.InRange(Behind(), TimeSpan.FromHours(4.9), TimeSpan.FromHours(5.1));
            faults.JumpClock(TimeSpan.FromMinutes(7));
            Assert.InRange(Behind(), TimeSpan.FromMinutes(-8), TimeSpan.FromMinutes(-6));
            faults.Heal();
            faults.DriftClock(1_000_000_000);
            Assert.True(Behind() < TimeSpan.Zero);

            TimeSpan Behind()
            {
                var told = Shell.Read("env", $"LD_PRELOAD={library}", $"RUNINK_FAULTS={faults.Path}", "date", "+%s");
                return DateTimeOffset.UtcNow - DateTimeOffset.FromUnixTimeSeconds(long.Parse(told, CultureInfo.InvariantCulture));
            }
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public async Task A_member_whose_time_of_day_jumped_says_so_in_its_log()
    {
        Assert.SkipWhen(Laboratory.WhyNot() is not null, $"this needs network namespaces: {Laboratory.WhyNot()}");
        using var cluster = await RealCluster.StartAsync(Kind.Runi, 1, s_flags);
        var member = cluster.Members[0];
        var earliest = DateTimeOffset.UtcNow.AddHours(30);
        member.Faults.JumpClock(TimeSpan.FromHours(30));
        member.Signal(Signal.Terminate);
        Assert.True(member.WaitForEnd(s_limit));
        // The hour may have turned meanwhile.
        Assert.Contains(
            new[] { earliest, DateTimeOffset.UtcNow.AddHours(30) },
            at => member.Log.Contains(at.ToString("yyyy-MM-ddTHH", CultureInfo.InvariantCulture), StringComparison.Ordinal));
    }

    private static async Task<TimeSpan> PutAsync(Member member)
    {
        var begun = Stopwatch.GetTimestamp();
        Assert.NotNull(await member.Channel.CallAsync(EtcdApi.Put, Put(), Deadlines.Change, TestContext.Current.CancellationToken));
        return Stopwatch.GetElapsedTime(begun);
    }

    private static Runink.Protocol.PutRequest Put() => new() { Key = Text.Bytes("k"), Value = Text.Bytes("v") };
}
