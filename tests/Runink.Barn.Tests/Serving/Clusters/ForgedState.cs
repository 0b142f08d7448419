using Runink.Barn.Tests.Kv;
using Runink.Raft;

namespace Runink.Barn.Tests;

/// <summary>
/// Changes what a stopped member holds so that nothing on its disk looks wrong: a snapshot of its own making, in which one value is
/// another than the log says.
/// </summary>
internal static class ForgedState
{
    public static void Forge(string directory, string key, GroupId? of = null)
    {
        var group = of ?? NodeCore.System;
        using var disk = new FileDisk(directory);
        var (worker, events) = (new SequentialWorker(), new OfflineEvents());
        using var storage = NodeStorage.Open(disk, new(worker, worker, worker), new(), events);
        var recovered = storage.Recovered[group];
        var machine = new KvMachine();
        foreach (var entry in recovered.Entries)
        {
            if (!Apply(machine, entry, key)) continue;
            machine.Publish();
            using var photograph = new StatePhotograph(machine);
            var position = new LogPosition(entry.Index, entry.Term);
            storage.TakeSnapshot(group, new SnapshotDescription(position, recovered.Base.Membership), photograph);
            worker.Run();
            events.ThrowIfFailed();
            return;
        }

        Assert.Fail($"{directory} holds no put of {key}");
    }

    /// <returns>Whether that was the change that is forged.</returns>
    private static bool Apply(KvMachine machine, Entry entry, string key)
    {
        if (entry.Kind != EntryKind.Command)
        {
            machine.Skip(entry.Index);
            return false;
        }

        var envelope = KvCommandCodec.Decode(entry.Command);
        var isIt = envelope.Command is PutCommand put && Text.S(put.Key) == key;
        if (isIt) envelope = envelope with { Command = (PutCommand)envelope.Command with { Value = Text.B("forged") } };
        machine.Apply(entry.Index, envelope);
        return isIt;
    }
}
