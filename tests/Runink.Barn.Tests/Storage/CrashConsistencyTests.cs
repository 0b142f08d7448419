using System.Globalization;
using Runink.Raft;

namespace Runink.Barn.Tests;

/// <summary>
/// A loss of power at every moment of a storage's work, with the disk in any state that it may be in: what was reported durable
/// is there, in order, and what was not is there up to some point or not at all. RUNINK_VARIANTS sets how many crashes,
/// RUNINK_SEED the first seed.
/// </summary>
public sealed class CrashConsistencyTests
{
    private const int DefaultVariants = 5_000;
    private const int VariantsPerChange = 4;
    private const int StepsPerSeed = 400;

    private static readonly StorageOptions Options =
        new() { SegmentBytes = 4096, CheckpointBytes = 600, CrowdedSegments = 3, SnapshotBlockBytes = 512, Salt = 0xFEDCBA9876543210 };

    private long _variants;

    [Fact]
    public void Whatever_a_crash_leaves_holds_every_write_that_was_reported_durable()
    {
        var wanted = FromEnvironment("RUNINK_VARIANTS") ?? DefaultVariants;
        var first = FromEnvironment("RUNINK_SEED") ?? Random.Shared.Next(1_000_000);
        var seed = (int)first;
        for (; _variants < wanted; seed++)
        {
            try
            {
                Run(seed, wanted);
            }
            catch (Exception e)
            {
                Assert.Fail($"RUNINK_SEED={seed}: {e}");
            }
        }

        TestContext.Current.TestOutputHelper!.WriteLine($"{_variants} crashes, seeds {first} to {seed - 1}");
    }

    private void Run(int seed, long wanted)
    {
        var chance = new Random(seed);
        var disk = new MemoryDisk();
        using var workload = new StorageWorkload(disk, seed, Options);
        // Each seed is followed for a while before its crashes count, so that old logs are seen as well as young ones.
        var from = chance.Next(StepsPerSeed);
        var step = 0;
        disk.Changed = change =>
        {
            if (step < from || _variants >= wanted) return;
            for (var i = 0; i < VariantsPerChange; i++)
            {
                ICrash crash = i == 0 ? Crash.KeepsAll : Crash.Any(chance);
                Check(disk.AfterCrash(crash), workload, change, chance);
                _variants++;
            }
        };
        for (; step < from + 60 && _variants < wanted; step++) workload.Step();
    }

    private static void Check(MemoryDisk disk, StorageWorkload workload, string change, Random chance)
    {
        using var after = new StorageHarness(disk, Options);
        foreach (var model in workload.Groups.Values)
        {
            var found = after.Storage.Recovered.TryGetValue(model.Id, out var recovered);
            Assert.True(found || model.Durable == 0, $"after {change}: group {model.Id} is gone");
            if (!found) continue;
            if (!model.Allows(recovered!))
            {
                var state = GroupModel.StateOf(recovered!.Term, recovered.VotedFor, recovered.Base, recovered.Entries);
                var wanted = $"write {model.Durable} or later:\n{model.State()}";
                Assert.Fail($"after {change}: group {model.Id} is\n{state}\nand not at {wanted}");
            }

            CheckSnapshot(after, model, recovered!, change);
        }

        if (chance.Next(8) == 0) CheckRot(after, workload, chance);
        if (chance.Next(24) == 0) CheckUse(after, chance);
    }

    /// <summary>A bit turns in what the crash left: that is an error, or what was lost is known and all else is as it was.</summary>
    private static void CheckRot(StorageHarness whole, StorageWorkload workload, Random chance)
    {
        var disk = whole.Disk.AfterKill();
        var names = disk.List("wal");
        if (names.Count == 0) return;
        var name = names[chance.Next(names.Count)];
        var used = disk.Content(name).AsSpan().LastIndexOfAnyExcept((byte)0) + 1;
        if (used == 0) return;
        var at = chance.Next(used);
        disk.Flip(name, at, chance.Next(8));
        try
        {
            using var found = new StorageHarness(disk, Options with { AsksOthersForLost = true });
            foreach (var id in workload.Groups.Keys.Where(whole.Storage.Recovered.ContainsKey))
                Assert.True(LostModel.IsHoled(whole.Recovered(id), found.Recovered(id), found.Storage.Lost, id), $"group {id} with a bit turned at {name}:{at}");
        }
        catch (LogDamagedException)
        {
            // What was hit is not sure: that stops a node.
        }
    }

    private static void CheckSnapshot(StorageHarness after, GroupModel model, RecoveredState recovered, string change)
    {
        Assert.True(recovered.Snapshot is not null || recovered.Base.Index == LogIndex.Zero, $"after {change}: no snapshot");
        if (recovered.StagedSnapshot is not null) Assert.True(recovered.StagedBytes > 0);
        if (recovered.Snapshot is not { } snapshot) return;
        var isNew = snapshot.Index >= recovered.Base.Index && snapshot.Index >= model.DurableSnapshot;
        Assert.True(isNew, $"after {change}: an old snapshot");
        using var stream = after.Storage.OpenSnapshot(model.Id, snapshot);
        using var read = new MemoryStream();
        stream.CopyTo(read);
        Assert.Equal(StorageWorkload.ContentOf(snapshot).Bytes, read.ToArray());
    }

    /// <summary>What was recovered stays, and the log takes more, whatever a second crash leaves of that.</summary>
    private static void CheckUse(StorageHarness after, Random chance)
    {
        using (var again = after.Restart())
            foreach (var (id, state) in after.Storage.Recovered) Assert.Equal(Text(state), Text(again.Recovered(id)));
        after.Disk.Changed = _ => CheckSecondCrash(after, Crash.Any(chance), more: 0);
        foreach (var (id, state) in after.Storage.Recovered)
            after.Append(state.Base.Index.Value + state.Entries.Count + 1, 2, term: 1000, size: chance.Next(300), group: id);
        after.Settle();
        after.Disk.Changed = null;
        CheckSecondCrash(after, Crash.Any(chance), more: 2);
    }

    private static void CheckSecondCrash(StorageHarness after, Crash crash, int more)
    {
        using var again = after.Restart(crash);
        foreach (var (id, state) in after.Storage.Recovered)
            Assert.InRange(again.Recovered(id).Entries.Count, state.Entries.Count + more, state.Entries.Count + 2);
    }

    private static string Text(RecoveredState state) =>
        GroupModel.StateOf(state.Term, state.VotedFor, state.Base, state.Entries)
        + $" {state.Snapshot} {state.StagedSnapshot} {state.StagedBytes}";

    private static long? FromEnvironment(string name) =>
        Environment.GetEnvironmentVariable(name) is { Length: > 0 } text ? long.Parse(text, CultureInfo.InvariantCulture) : null;
}
