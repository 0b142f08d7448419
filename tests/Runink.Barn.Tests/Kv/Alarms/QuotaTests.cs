using static Runink.Barn.Tests.Kv.Text;

namespace Runink.Barn.Tests.Kv.Alarms;

public sealed class QuotaTests
{
    private const ulong Member = 3;
    private readonly Bench _kv = new();

    [Fact]
    public void While_there_is_no_space_puts_and_leases_are_refused_and_deletes_go_on()
    {
        _kv.Put("a", "1");
        Raise(quota: 0);
        Assert.Same(KvErrors.NoSpace, _kv.Error(new PutCommand(B("b"), B("1"))));
        Assert.Same(KvErrors.NoSpace, _kv.Error(new LeaseGrantCommand(7, 60)));
        Assert.Same(KvErrors.NoSpace, _kv.Error(new TxnCommand([], [], [new TxnCommand([], [new PutCommand(B("b"), B("1"))],
            [])])));
        Assert.Null(_kv.Error(new TxnCommand([], [new DeleteRangeCommand(B("x"))], [])));
        Assert.Equal(1, _kv.Delete("a").Deleted);
        Assert.Null(_kv.Error(new CompactCommand(2)));
        Assert.Single(_kv.View.Alarms);
    }

    [Fact]
    public void An_alarm_is_raised_once_and_disarmed_by_name()
    {
        Assert.Single(Raise(quota: 0).Alarms);
        Assert.Single(Raise(quota: 0).Alarms);
        Assert.Empty(_kv.Apply<AlarmResult>(new AlarmCommand(KvAlarmAction.Disarm, Member + 1, KvAlarm.NoSpace)).Alarms);
        Assert.Single(_kv.View.Alarms);
        Assert.Single(_kv.Apply<AlarmResult>(new AlarmCommand(KvAlarmAction.Disarm, Member, KvAlarm.NoSpace)).Alarms);
        Assert.Empty(_kv.View.Alarms);
        Assert.Null(_kv.Error(new PutCommand(B("b"), B("1"))));
    }

    [Fact]
    public void The_alarm_goes_by_itself_once_compaction_made_room_swept_or_not()
    {
        for (var i = 0; i < 100; i++) _kv.Put("a", new string('x', 1_000));
        var quota = _kv.View.Bytes - 1;
        Assert.True(quota > 100_000);
        Assert.Single(Raise(quota).Alarms);
        Assert.Null(_kv.Error(new CompactCommand(5)));
        Assert.Same(KvErrors.NoSpace, _kv.Error(new PutCommand(B("a"), B("1"))));
        Assert.Null(_kv.Error(new CompactCommand(_kv.View.Revision)));
        Assert.Empty(_kv.View.Alarms);
        Assert.True(_kv.View.Bytes < 2_000);
        Assert.Null(_kv.Error(new PutCommand(B("a"), B("1"))));
    }

    [Fact]
    public void An_alarm_about_space_that_is_there_again_is_not_raised()
    {
        _kv.Put("a", "1");
        Assert.Empty(Raise(quota: 1_000_000).Alarms);
        Assert.Empty(_kv.View.Alarms);
    }

    [Fact]
    public void While_replicas_differ_and_nobody_knows_which_nothing_is_changed_or_read_through_the_log()
    {
        _kv.Apply(new AlarmCommand(KvAlarmAction.Raise, 0, KvAlarm.Corrupt));
        Assert.Same(KvErrors.Corrupt, _kv.Error(new PutCommand(B("a"), B("1"))));
        Assert.Same(KvErrors.Corrupt, _kv.Error(new DeleteRangeCommand(B("a"))));
        Assert.Same(KvErrors.Corrupt, _kv.Error(new CompactCommand(1)));
        Assert.Same(KvErrors.Corrupt, _kv.Error(new LeaseRevokeCommand(1)));
    }

    [Fact]
    public void A_member_that_is_known_to_differ_does_not_keep_the_others_from_changes()
    {
        _kv.Apply(new AlarmCommand(KvAlarmAction.Raise, Member, KvAlarm.Corrupt));
        Assert.Null(_kv.Error(new PutCommand(B("a"), B("1"))));
        Assert.True(_kv.View.IsCorrupt(Member));
        Assert.False(_kv.View.IsCorrupt(Member + 1));
    }

    [Fact]
    public void Bytes_do_not_depend_on_how_far_the_sweep_has_come()
    {
        for (var i = 0; i < 50; i++) _kv.Put($"k{i % 7}", $"{i}");
        _kv.Delete("k1", "k3");
        _kv.Apply(new CompactCommand(_kv.View.Revision - 3));
        var (bytes, hash) = (_kv.View.Bytes, _kv.View.StateHash());
        _kv.SweepAll();
        Assert.Equal((bytes, hash), (_kv.View.Bytes, _kv.View.StateHash()));
    }

    private AlarmResult Raise(long quota) =>
        _kv.Apply<AlarmResult>(new AlarmCommand(KvAlarmAction.Raise, Member, KvAlarm.NoSpace, quota));
}
