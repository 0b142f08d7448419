using Runink.Simulation;

namespace Runink.Cluster;

/// <summary>
/// Faults of one machine's disk, clock and line, every other time those of the leader's. Each looks whether it has changed
/// anything: a fault that does nothing would pass for one that is survived.
/// </summary>
internal sealed class DeviceFaults(RealCluster cluster)
{
    // The slowest of what must notice is a date that is told once a second.
    private static readonly TimeSpan s_atLeast = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan s_end = TimeSpan.FromSeconds(20);

    /// <summary>The kinds that can happen beside any other.</summary>
    public static IReadOnlyList<FaultKind> Lasting { get; } = [FaultKind.SlowNetwork, FaultKind.SlowDisk, FaultKind.ClockJump, FaultKind.ClockDrift];

    /// <param name="kind">What.</param>
    /// <param name="member">Whom it happens to, or else the leader.</param>
    /// <param name="time">How long.</param>
    /// <param name="chance">Draws the rest.</param>
    /// <param name="isAlone">Whether nothing else can keep it from being noticed.</param>
    /// <returns>Whom it happened to.</returns>
    /// <exception cref="InvalidOperationException">It changed nothing, or who had to end did not.</exception>
    public async Task<Member> RunAsync(FaultKind kind, Member member, TimeSpan time, Prng chance, bool isAlone)
    {
        if (chance.Coin()) member = await cluster.LeaderAsync() ?? member;
        if (time < s_atLeast) time = s_atLeast;
        var altered = kind == FaultKind.SlowNetwork ? await SlowLineAsync(member, time, chance) : await AlterAsync(kind, member, time, chance);
        return altered > 0 || !isAlone ? member : throw new InvalidOperationException($"nothing has changed for {member.Name}");
    }

    private async Task<long> SlowLineAsync(Member member, TimeSpan time, Prng chance)
    {
        var quality = new LineQuality(
            TimeSpan.FromMilliseconds(chance.Between(1, 150)), TimeSpan.FromMilliseconds(chance.Between(0, 50)), chance.Below(150));
        using var line = new SlowLink(cluster.Laboratory, member.Number, cluster.Tools.SlowLink, quality, chance.Next());
        await Task.Delay(time);
        return line.Packets;
    }

    private async Task<long> AlterAsync(FaultKind kind, Member member, TimeSpan time, Prng chance)
    {
        var (faults, before) = (member.Faults, member.Faults.Altered);
        try
        {
            await (kind switch
            {
                FaultKind.ClockJump => JumpAsync(faults, time, chance),
                FaultKind.FailingSync => FailAsync(member),
                _ => LastAsync(kind, faults, time, chance),
            });
        }
        finally
        {
            Undo(kind, faults);
        }

        if (kind == FaultKind.FailingSync) cluster.Start(member);
        return faults.Altered - before;
    }

    private static Task LastAsync(FaultKind kind, FaultControl faults, TimeSpan time, Prng chance)
    {
        if (kind == FaultKind.SlowDisk) faults.SlowDisk(TimeSpan.FromMilliseconds(chance.Between(5, 200)));
        else if (kind == FaultKind.HangingDisk) faults.HangDisk();
        else faults.DriftClock((int)chance.Between(-200_000, 200_000));
        return Task.Delay(time);
    }

    /// <summary>Leaves what else may be wrong with the member as it is.</summary>
    private static void Undo(FaultKind kind, FaultControl faults)
    {
        if (kind == FaultKind.SlowDisk) faults.SlowDisk(TimeSpan.Zero);
        else if (kind == FaultKind.HangingDisk) faults.HangDisk(hangs: false);
        else if (kind == FaultKind.FailingSync) faults.FailSyncs(fail: false);
        else if (kind == FaultKind.ClockJump) faults.JumpClock(TimeSpan.Zero);
        else faults.DriftClock(0);
    }

    private static async Task JumpAsync(FaultControl faults, TimeSpan time, Prng chance)
    {
        const int Jumps = 4;
        const int MostMinutes = 36 * 60;
        for (var jump = 0; jump < Jumps; jump++)
        {
            var ahead = TimeSpan.FromMinutes(chance.Coin() ? chance.Between(1, 10) : chance.Between(11, MostMinutes));
            faults.JumpClock(chance.Coin() ? ahead : -ahead);
            await Task.Delay(time / Jumps);
        }
    }

    private static async Task FailAsync(Member member)
    {
        member.Faults.FailSyncs();
        if (!await member.UntilEndedAsync(s_end)) throw new InvalidOperationException($"{member.Name} goes on though its syncs fail:\n{member.Log}");
    }
}
