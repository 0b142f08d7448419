using System.Globalization;
using Runink.Simulation;

namespace Runink.Cluster;

/// <summary>Lets one fault after the other happen to a cluster, each drawn from a seed, each healed before the next.</summary>
/// <param name="cluster">To whom.</param>
/// <param name="chance">Draws them.</param>
/// <param name="mostSeconds">How long one lasts at most, restarts aside.</param>
internal sealed class FaultScript(RealCluster cluster, Prng chance, int mostSeconds)
{
    private static readonly TimeSpan s_recovery = TimeSpan.FromSeconds(60);

    private readonly int _members = cluster.Members.Count;
    private readonly DeviceFaults _devices = new(cluster);

    /// <summary>Makes it happen, and undoes it; everybody serves again at the end.</summary>
    /// <param name="kind">What.</param>
    /// <param name="beside">What happens at the same time, perhaps: of a device, so that neither undoes the other.</param>
    /// <returns>What happened, in words.</returns>
    /// <exception cref="TimeoutException">The cluster does not get over it.</exception>
    public async Task<string> RunAsync(FaultKind kind, FaultKind? beside = null)
    {
        var happens = HappenAsync(kind, isAlone: beside is null);
        var alsoHappens = beside is { } other ? HappenAsync(other, isAlone: false) : null;
        var told = await happens;
        if (alsoHappens is not null) told = $"{told} beside {await alsoHappens}";
        foreach (var each in cluster.Members) await cluster.UntilServesAsync(each, s_recovery);
        return told;
    }

    private async Task<string> HappenAsync(FaultKind kind, bool isAlone)
    {
        // Drawn before anything is waited for, so that a seed gives the same plan whatever the machine's speed.
        var member = cluster.Members[chance.Below(_members)];
        var time = TimeSpan.FromMilliseconds(chance.Between(500, mostSeconds * 1000));
        var order = Shuffled();
        if (kind is FaultKind.KillLeader or FaultKind.PauseLeader) member = await cluster.LeaderAsync() ?? member;
        switch (kind)
        {
            case FaultKind.Kill or FaultKind.KillLeader:
                await KillAsync([member], time);
                break;
            case FaultKind.KillAll:
                await KillAsync(cluster.Members, TimeSpan.Zero);
                break;
            case FaultKind.Pause or FaultKind.PauseLeader:
                member.Signal(Signal.Stop);
                await Task.Delay(time);
                member.Signal(Signal.Continue);
                break;
            case FaultKind.SlowNetwork or FaultKind.SlowDisk or FaultKind.HangingDisk or FaultKind.FailingSync
                or FaultKind.ClockJump or FaultKind.ClockDrift:
                member = await _devices.RunAsync(kind, member, time, chance.Fork(), isAlone);
                break;
            case FaultKind.FullDisk:
                await FillAsync(member, time);
                break;
            case FaultKind.HandOver:
                await HandOverAsync(order, isAlone);
                break;
            case FaultKind.RollingRestart:
                foreach (var each in cluster.Members) await RestartAsync(each);
                break;
            case FaultKind.Replace or FaultKind.Wipe:
                await cluster.ReplaceAsync(member, dead: kind == FaultKind.Wipe);
                break;
            default:
                await PartAsync(kind, order, time);
                break;
        }

        return string.Create(CultureInfo.InvariantCulture, $"{kind} {member.Name} {time.TotalSeconds:0.0} s");
    }

    private async Task KillAsync(IReadOnlyList<Member> victims, TimeSpan time)
    {
        foreach (var victim in victims) victim.Kill();
        await Task.Delay(time);
        foreach (var victim in victims) cluster.Start(victim);
    }

    private async Task FillAsync(Member member, TimeSpan time)
    {
        member.FillDisk();
        await Task.Delay(time);
        member.FreeDisk();
        // It may have ended, as it may when it cannot write; one that has not must go on by itself.
        cluster.Start(member);
    }

    private async Task HandOverAsync(int[] order, bool isAlone)
    {
        // Nobody may be known to lead just now; in time somebody is, and hands over.
        for (var until = Environment.TickCount64 + (long)s_recovery.TotalMilliseconds; Environment.TickCount64 < until; await Task.Delay(50))
        {
            var accepted = false;
            foreach (var next in order) accepted |= await cluster.HandOverAsync(cluster.Members[next - 1]);
            if (accepted || !isAlone) return;
        }

        throw new InvalidOperationException("nobody hands over");
    }

    private async Task RestartAsync(Member member)
    {
        member.Signal(Signal.Terminate);
        if (!member.WaitForEnd(TimeSpan.FromSeconds(20))) throw new TimeoutException($"{member.Name} does not stop:\n{member.Log}");
        cluster.Start(member);
        await cluster.UntilServesAsync(member, s_recovery);
    }

    private async Task PartAsync(FaultKind kind, int[] order, TimeSpan time)
    {
        var flips = kind == FaultKind.Flapping ? 4 : 1;
        for (var flip = 0; flip < flips; flip++)
        {
            foreach (var (from, to) in Partition.Cuts(kind, order)) cluster.Laboratory.Cut(from, to);
            await Task.Delay(time / flips);
            cluster.Laboratory.Heal();
        }
    }

    private int[] Shuffled()
    {
        var order = new int[_members];
        for (var i = 0; i < _members; i++)
        {
            var j = chance.Below(i + 1);
            (order[i], order[j]) = (order[j], i + 1);
        }

        return order;
    }
}
