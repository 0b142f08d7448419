using System.Collections.Immutable;

namespace Runink.Simulation;

/// <summary>Every profile by name.</summary>
public static class ProfileCatalog
{
    public static Profile Mixed { get; } = new(
        "mixed", "a swarm: each episode draws what goes wrong, how hard, and all options of the nodes",
        draft => draft.Plan with
        {
            Raft = draft.DrawOptions(),
            Witnesses = draft.DrawWitnesses(),
            Network = draft.DrawNetwork(),
            Disk = draft.DrawDisk(),
            Faults = draft.DrawSwarm(),
        });

    public static ImmutableArray<Profile> All { get; } =
    [
        Mixed,
        new("calm", "nothing goes wrong; limits and options differ", draft => draft.Plan with { Raft = draft.DrawOptions() }),
        new(
            "network", "loss, delay, duplicates, reordering and partitions of every form",
            draft => draft.Plan with
            {
                Raft = draft.DrawOptions(),
                Network = draft.DrawBadNetwork(),
                Faults = draft.DrawFaults(
                    FaultKind.Isolate, FaultKind.Split, FaultKind.OneWay, FaultKind.CutLink, FaultKind.SlowLink,
                    FaultKind.Unreachable),
            }),
        new(
            "disk", "slow, stalling and torn writes, with crashes that show what was not synced",
            draft => draft.Plan with
            {
                Raft = draft.DrawOptions(),
                Disk = draft.DrawBadDisk(),
                Faults = draft.DrawFaults(FaultKind.DiskStall, FaultKind.Crash, FaultKind.PowerLoss),
            }),
        new(
            "crashes", "crashes of one and of all, pauses, and lost packets",
            draft => draft.Plan with
            {
                Raft = draft.DrawOptions(),
                Network = draft.DrawNetwork(),
                Disk = draft.DrawDisk(),
                Faults = draft.DrawFaults(FaultKind.Crash, FaultKind.PowerLoss, FaultKind.Pause),
            }),
        new(
            "membership", "members come and go, change their kind, burn down and are replaced; leadership is handed over",
            draft => draft.Plan with
            {
                Raft = draft.DrawOptions(),
                Witnesses = draft.DrawWitnesses(),
                Network = draft.DrawNetwork(),
                Disk = draft.DrawDisk(),
                Faults = draft.DrawFaults(
                    FaultKind.Change, FaultKind.InvalidChange, FaultKind.Transfer, FaultKind.Destroy, FaultKind.Crash,
                    FaultKind.Isolate),
            }),
        new(
            "learners", "learners that follow other members than the leader, while leaders change and links break",
            draft => draft.Plan with
            {
                Nodes = Math.Max(draft.Plan.Nodes, 4),
                Learners = 2,
                LearnersFollowAnyone = true,
                Raft = draft.DrawOptions(),
                Network = draft.DrawNetwork(),
                Disk = draft.DrawDisk(),
                Faults = draft.DrawFaults(
                    FaultKind.OneWay, FaultKind.CutLink, FaultKind.Isolate, FaultKind.Campaign, FaultKind.Transfer, FaultKind.Crash,
                    FaultKind.PowerLoss, FaultKind.Change),
            }),
        new(
            "snapshots", "short logs and slow peers, so that snapshots are taken, sent, damaged and resumed all the time",
            draft => draft.Plan with
            {
                Raft = draft.WithManySnapshots(draft.DrawOptions()),
                Network = draft.DrawNetwork() with { DamagePartsPerMillion = 20_000 },
                Disk = draft.DrawDisk(),
                UnreadablePartsPerMillion = 20_000,
                Faults = draft.DrawFaults(
                    FaultKind.Isolate, FaultKind.Crash, FaultKind.Change, FaultKind.Pause, FaultKind.Destroy, FaultKind.SlowLink),
            }),
        new(
            "leases", "reads under leases with clocks that drift as far as allowed, pauses, isolations and transfers",
            draft => draft.Plan with
            {
                Raft = draft.WithLeases(draft.DrawOptions()),
                Network = draft.DrawNetwork(),
                Faults = draft.DrawFaults(
                    FaultKind.Pause, FaultKind.Isolate, FaultKind.OneWay, FaultKind.Transfer, FaultKind.Campaign,
                    FaultKind.Crash, FaultKind.PowerLoss),
            }),
        new(
            "sleep", "few calls, so that the group sleeps and is woken by clients, restarts and hints",
            draft => draft.Plan with
            {
                Raft = draft.DrawOptions() with { SleepAfterTicks = draft.Pick(2, 5, 20) },
                MeanThinking = 600_000_000,
                Network = draft.DrawNetwork(),
                Faults = draft.DrawFaults(
                    FaultKind.PeerDown, FaultKind.Wake, FaultKind.Crash, FaultKind.Isolate, FaultKind.Pause),
            }),
        new(
            "rot", "disks lose entries, as many as the protocol can bear, together with crashes and lost packets",
            draft => draft.Plan with
            {
                Raft = draft.DrawOptions(),
                Network = draft.DrawNetwork(),
                Disk = draft.DrawDisk(),
                Faults = draft.DrawFaults(
                    FaultKind.Rot, FaultKind.Misdirect, FaultKind.Crash, FaultKind.PowerLoss, FaultKind.Isolate),
            }),
        new(
            "tiny", "every limit so small that it is hit all the time, and many clients",
            draft => draft.Plan with
            {
                Raft = draft.WithTinyLimits(draft.DrawOptions()),
                Clients = 12,
                MeanThinking = 2_000_000,
                Network = draft.DrawNetwork(),
                Disk = draft.DrawBadDisk(),
                Faults = draft.DrawFaults(FaultKind.Crash, FaultKind.Isolate, FaultKind.DiskStall, FaultKind.Transfer),
            }),
    ];

    public static Profile? Find(string name) => All.FirstOrDefault(profile => profile.Name == name);
}
