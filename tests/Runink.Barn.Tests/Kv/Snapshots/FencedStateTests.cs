using Runink.Raft;
using static Runink.Barn.Tests.Kv.Text;

namespace Runink.Barn.Tests.Kv.Snapshots;

public sealed class FencedStateTests
{
    private const long Far = 1_000_000;

    private readonly KvMachine _old = new();
    private long _index;

    [Fact]
    public void It_holds_the_keys_as_they_were_and_nothing_of_their_past()
    {
        var (fenced, before) = Fence();
        Assert.Equal(Far, fenced.View.Revision);
        Assert.Equal(Far, fenced.View.CompactRevision);
        Assert.Equal(before.AppliedIndex, fenced.View.AppliedIndex);
        var (one, other) = (before.Find(B("a").Span)!, fenced.View.Find(B("a").Span)!);
        Assert.Equal((S(one.ValueSpan.ToArray()), one.ModRevision, one.CreateRevision, one.Version), (S(other.ValueSpan.ToArray()), other.ModRevision, other.CreateRevision, other.Version));
        Assert.Null(fenced.View.Find(B("gone").Span));
        Assert.Equal("why", S(fenced.View.Find(B("/record").Span)!.ValueSpan.ToArray()));
        Assert.Same(KvErrors.Compacted, fenced.View.Range(new RangeQuery(B("a")) { Revision = before.Revision }).Error);
    }

    [Fact]
    public void It_goes_on_behind_the_fence_with_leases_that_still_end()
    {
        var (fenced, _) = Fence();
        Assert.Equal(1, fenced.View.Leases.Count);
        var revoked = fenced.Apply(new LogIndex(_index + 1), new KvEnvelope(0, 0, 0, new LeaseRevokeCommand(7)));
        Assert.Null(revoked.Error);
        Assert.Equal(Far + 1, revoked.Revision);
        Assert.Null(fenced.Publish().Find(B("leased").Span));
    }

    [Fact]
    public void A_snapshot_of_it_reads_back_and_is_written_the_same_again()
    {
        var (fenced, _) = Fence();
        var first = Written(fenced.View);
        var read = KvMachine.Restore(new MemoryStream(first));
        Assert.Equal(fenced.View.StateHash(), read.View.StateHash());
        Assert.Equal(first, Written(read.View));
    }

    [Fact]
    public void Only_the_alarm_about_space_stays()
    {
        Do(new PutCommand(B("a"), B("1")));
        Do(new AlarmCommand(KvAlarmAction.Raise, 1, KvAlarm.Corrupt));
        Do(new AlarmCommand(KvAlarmAction.Raise, 1, KvAlarm.NoSpace));
        var fenced = FencedState.Of(_old.Publish(), Far, KvMembers.None, KvGroups.None, new PutCommand(B("/record"), B("why")));
        Assert.Equal(KvAlarm.NoSpace, Assert.Single(fenced.View.Alarms).Alarm);
    }

    private (KvMachine Fenced, KvView Before) Fence()
    {
        Do(new PutCommand(B("gone"), B("1")));
        Do(new PutCommand(B("a"), B("1")));
        Do(new PutCommand(B("a"), B("2")));
        Do(new DeleteRangeCommand(B("gone")));
        Do(new LeaseGrantCommand(7, 60));
        Do(new PutCommand(B("leased"), B("1"), 7));
        var before = _old.Publish();
        return (FencedState.Of(before, Far, KvMembers.None, KvGroups.None, new PutCommand(B("/record"), B("why"))), before);
    }

    private void Do(KvCommand command) => Assert.Null(_old.Apply(new LogIndex(++_index), new KvEnvelope(0, 0, 0, command)).Error);

    private static byte[] Written(KvView view)
    {
        using var stream = new MemoryStream();
        KvSnapshot.Write(view, stream);
        return stream.ToArray();
    }
}
