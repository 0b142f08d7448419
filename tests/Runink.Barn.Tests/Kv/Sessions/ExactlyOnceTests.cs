using Runink.Raft;
using static Runink.Barn.Tests.Kv.Text;

namespace Runink.Barn.Tests.Kv.Sessions;

public sealed class ExactlyOnceTests
{
    private readonly KvMachine _machine = new();

    [Fact]
    public void A_proposal_made_twice_is_applied_once()
    {
        Assert.Equal(2, Apply(5, 1).Revision);
        Assert.Same(KvResult.AlreadyApplied, Apply(5, 1));
        Assert.Equal(3, Apply(5, 2).Revision);
        Assert.Equal(4, Apply(6, 1).Revision);
    }

    [Fact]
    public void Proposals_may_overtake_each_other()
    {
        Assert.Equal(2, Apply(5, 3).Revision);
        Assert.Equal(3, Apply(5, 1).Revision);
        Assert.Same(KvResult.AlreadyApplied, Apply(5, 3));
        Assert.Equal(4, Apply(5, 2).Revision);
    }

    [Fact]
    public void What_the_origin_has_settled_is_never_applied_late()
    {
        Apply(5, 10, acknowledged: 9);
        Assert.Same(KvResult.AlreadyApplied, Apply(5, 4));
        Assert.Same(KvResult.AlreadyApplied, Apply(5, 9));
        Assert.Equal(3, Apply(5, 11).Revision);
    }

    [Fact]
    public void Nobodys_proposals_are_not_remembered()
    {
        Assert.Equal(2, Apply(0, 1).Revision);
        Assert.Equal(3, Apply(0, 1).Revision);
    }

    [Fact]
    public void A_proposal_too_far_ahead_is_refused_and_can_be_made_again()
    {
        Apply(5, 1);
        var ahead = OriginSession.WindowMax + 1L;
        Assert.Same(KvErrors.TooManyRequests, Apply(5, ahead).Error);
        Assert.Equal(3, Apply(5, ahead, acknowledged: 1).Revision);
    }

    [Fact]
    public void The_origin_that_was_not_heard_of_for_the_longest_is_forgotten_first()
    {
        for (ulong origin = 1; origin <= SessionTable.OriginsMax; origin++) Apply(origin, 1);
        Assert.Same(KvResult.AlreadyApplied, Apply(1, 1));
        Apply(9_999, 1);
        Assert.Same(KvResult.AlreadyApplied, Apply(1, 1));
        Assert.NotSame(KvResult.AlreadyApplied, Apply(2, 1));
    }

    [Fact]
    public void A_random_order_with_repetitions_applies_each_once_also_across_snapshots()
    {
        var random = Seed.Draw();
        var machine = _machine;
        var applied = new HashSet<(ulong, long)>();
        var acknowledged = new long[3];
        for (var step = 0; step < 5_000; step++)
        {
            var origin = (ulong)random.Next(1, 3);
            var sequence = Math.Max(1, acknowledged[origin] + random.Next(-5, 300));
            var settled = sequence <= acknowledged[origin];
            var envelope = new KvEnvelope(origin, sequence, acknowledged[origin], new PutCommand(B("a"), B("1")));
            var result = machine.Apply(machine.AppliedIndex.Next, envelope);
            Assert.Equal(!settled && applied.Add((origin, sequence)), !ReferenceEquals(result, KvResult.AlreadyApplied));
            if (random.Next(10) == 0) acknowledged[origin] += random.Next(60);
            if (random.Next(200) == 0)
            {
                var snapshot = new MemoryStream();
                KvSnapshot.Write(machine.Publish(), snapshot);
                snapshot.Position = 0;
                machine = KvMachine.Restore(snapshot);
            }
        }
    }

    private KvResult Apply(ulong origin, long sequence, long acknowledged = 0) => _machine.Apply(
        new LogIndex(_machine.AppliedIndex.Value + 1), new(origin, sequence, acknowledged, new PutCommand(B("a"), B("1"))));
}
