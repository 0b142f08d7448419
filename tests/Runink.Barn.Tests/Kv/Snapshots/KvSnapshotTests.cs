using static Runink.Barn.Tests.Kv.Text;

namespace Runink.Barn.Tests.Kv.Snapshots;

public sealed class KvSnapshotTests
{
    private readonly Bench _kv = new();

    [Fact]
    public void A_restored_machine_goes_on_like_the_one_it_was_written_from()
    {
        Fill();
        var restored = KvMachine.Restore(Write(_kv.View));
        Assert.Equal(_kv.View.StateHash(), restored.View.StateHash());
        foreach (var command in new KvCommand[]
        {
            new PutCommand(B("a"), B("new"), 7), new DeleteRangeCommand(B("b")), new CompactCommand(8), new LeaseRevokeCommand(7),
            new PutCommand(B("z"), B("1")), new CompactCommand(10),
        })
        {
            _kv.Apply(command);
            restored.Apply(restored.AppliedIndex.Next, new(0, 0, 0, command));
            Assert.Equal(_kv.View.StateHash(), restored.Publish().StateHash());
            Assert.Equal(_kv.View.Bytes, restored.View.Bytes);
        }
        Assert.Equal(Write(_kv.View).ToArray(), Write(restored.View).ToArray());
    }

    [Fact]
    public void How_far_the_sweep_has_come_does_not_show_in_a_snapshot()
    {
        Fill();
        _kv.Apply(new CompactCommand(6));
        var before = Write(_kv.View).ToArray();
        _kv.SweepAll();
        Assert.Equal(before, Write(_kv.View).ToArray());
    }

    [Fact]
    public void A_snapshot_is_of_its_view_whatever_is_applied_and_swept_meanwhile()
    {
        Fill();
        var view = _kv.View;
        var before = Write(view).ToArray();
        using (_kv.Machine.HoldHistory())
        {
            _kv.Put("a", "later");
            _kv.Apply(new CompactCommand(_kv.View.Revision));
            _kv.SweepAll();
            Assert.Equal(before, Write(view).ToArray());
        }
        _kv.SweepAll();
        Assert.Throws<InvalidOperationException>(() => Write(view));
    }

    [Fact]
    public void Every_damage_is_an_error_and_never_another_state()
    {
        Fill();
        var bytes = Write(_kv.View).ToArray();
        for (var length = 0; length < bytes.Length; length++)
            Assert.ThrowsAny<Exception>(() => KvMachine.Restore(new MemoryStream(bytes, 0, length)));
        var random = Seed.Draw();
        for (var i = 0; i < 3_000; i++)
        {
            var damaged = (byte[])bytes.Clone();
            var at = random.Next(damaged.Length);
            damaged[at] ^= (byte)(1 << random.Next(8));
            Refused(damaged, at);
        }
    }

    [Fact]
    public void The_last_revision_of_a_compacted_store_is_in_its_snapshot()
    {
        _kv.Put("a", "1");
        _kv.Apply(new CompactCommand(2));
        _kv.SweepAll();
        var restored = KvMachine.Restore(Write(_kv.View));
        Assert.Equal((2L, 2L, "1"), (restored.View.Revision, restored.View.CompactRevision, S(restored.View.Find("a"u8)!.Value)));
    }

    private static void Refused(byte[] bytes, int at)
    {
        try
        {
            KvMachine.Restore(new MemoryStream(bytes));
            Assert.Fail($"a snapshot damaged at byte {at} was taken for a good one");
        }
        catch (Exception e) when (e is KvFormatException or EndOfStreamException)
        {
            // Refused, as it should be.
        }
    }

    private static MemoryStream Write(KvView view)
    {
        var stream = new MemoryStream();
        KvSnapshot.Write(view, stream);
        stream.Position = 0;
        return stream;
    }

    private void Fill()
    {
        foreach (var command in AuthScenario.Commands[..^1]) _kv.Apply(command);
        _kv.Apply(new LeaseGrantCommand(7, 60));
        _kv.Put("a", "1", 7);
        _kv.Put("b", "1");
        _kv.Put("a", "2", 7);
        _kv.Delete("b");
        _kv.Txn([], [new PutCommand(B("c"), B("1")), new PutCommand(B("d"), B(""))]);
        _kv.Apply(new CompactCommand(4));
        _kv.Put("b", "2");
        _kv.Apply(new AlarmCommand(KvAlarmAction.Raise, 1, KvAlarm.NoSpace));
        _kv.Apply(new AlarmCommand(KvAlarmAction.Disarm, 1, KvAlarm.NoSpace));
        _kv.Machine.Apply(_kv.Machine.AppliedIndex.Next, new(9, 4, 2, new PutCommand(B("e"), B("1"))));
    }
}
