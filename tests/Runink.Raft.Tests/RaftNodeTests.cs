namespace Runink.Raft.Tests;

public sealed class RaftNodeTests
{
    [Theory]
    [InlineData("2->3 t1 Heartbeat commit=0", 1)]
    [InlineData("1->1 t1 Heartbeat commit=0", 1)]
    [InlineData("2->1 t1 Heartbeat commit=0", 2)]
    public void A_message_that_is_not_for_this_node_and_group_is_ignored(string text, ulong group)
    {
        var node = new Bench("term=1");
        node.Node.Receive(MessageText.Parse(text, new(group)), default);
        node.Ticks().SaysNothing();
        Assert.Equal(0UL, node.Node.Leader.Value);
    }

    [Fact]
    public void Its_clock_never_goes_back()
    {
        var node = new Bench("LeaseNanoseconds=100ms").Leads();
        var end = node.Node.LeaseEnd;
        node.Node.Tick(new MonotonicTime(0));
        Assert.Equal(node.Machine.Clock, node.State.Now);
        Assert.Equal(end, node.Node.LeaseEnd);
    }

    public static TheoryData<string> InputsWithAClock =>
        ["receive", "tick", "propose", "read", "change", "transfer", "campaign", "write", "rot", "down", "renew"];

    [Theory]
    [MemberData(nameof(InputsWithAClock))]
    public void Every_input_that_brings_a_reading_of_the_clock_moves_it(string input)
    {
        var node = new Bench("term=1 log=1").Hears("2->1 t2 Heartbeat commit=1").Node;
        var now = new MonotonicTime(5_000_000_000);
        switch (input)
        {
            case "receive": node.Receive(MessageText.Parse("3->1 t2 StaleTerm", new(1)), now); break;
            case "tick": node.Tick(now); break;
            case "propose": node.Propose(1, default, now); break;
            case "read": node.Read(1, now); break;
            case "change": node.ChangeMembership(MembershipChange.One(MembershipOperation.Remove, new(2)), now); break;
            case "transfer": node.TransferLeadership(new(2), now); break;
            case "campaign": node.Campaign(now); break;
            case "write": node.WriteCompleted(new(1), now); break;
            case "rot": node.EntryRotten(new(1), now); break;
            case "down": node.PeerDown(new(2), now); break;
            case "renew": node.RenewLease(now); break;
        }

        Assert.Equal(now, Bench.StateOf(node).Now);
    }

    [Fact]
    public void What_it_holds_can_be_looked_at()
    {
        var node = new Bench("term=3 base=2@1 snapshot=2@1 log=1,3 members=(1 2 3l)").Node;
        Assert.Equal("1 t3 Follower 2@1..4@3 (1 2 3l)",
            $"{node.Id} t{node.Term} {node.Role} {node.LogBase}..{node.LastLog} {node.Membership}");
        Assert.Null(node.EntryAt(new(2)));
        Assert.Equal("3@1", node.EntryAt(new(3))!.ToString()[..3]);
        Assert.Null(node.EntryAt(new(5)));
        Assert.Equal((1, 3), (node.TermAt(new(2))!.Value.Value, node.TermAt(new(4))!.Value.Value));
        Assert.Null(node.TermAt(new(1)));
        Assert.Null(node.PeerOf(new(2)));
        Assert.Equal((2L, 2L), (node.MembershipIndex.Value, node.Load.LogEntries));
        Assert.Equal(1UL, node.Options.Id.Value);
        Assert.Equal(0UL, node.TransferTarget.Value);
    }

    [Fact]
    public void What_a_leader_knows_of_its_peers_can_be_looked_at()
    {
        var node = new Bench().Leads().Does("propose 1 #1 a").Node;
        Assert.Equal(new PeerStatus(new(1), new(3), "Replicate", true, NodeId.None), node.PeerOf(new(2)));
        Assert.Null(node.PeerOf(new(9)));
    }

    [Fact]
    public void What_it_holds_that_is_bounded_can_be_counted()
    {
        var node = new Bench().Leads().Does("propose 1 #1 a").Does("propose 1 #2 b").Does("read 1 #3").Node;
        Assert.Equal(new RaftLoad
        {
            LogEntries = 3,
            LogBytes = 98,
            PendingWrites = 2,
            PendingReads = 1,
            UnappliedBytes = 66,
            InflightMessages = 2,
            InflightBytes = 66,
        }, node.Load);
        var follower = new Bench("term=1 log=1,1 ForwardProposals=on").Hears("2->1 t1 Heartbeat commit=2").Does("read 1 #1")
            .Does("propose 1 #2 a");
        follower.Hears("2->1 t2 AppendRequest prev=2@1 commit=2 []").Does("read 1 #3").Does("propose 1 #4 a");
        Assert.Equal(new RaftLoad
        {
            LogEntries = 2,
            LogBytes = 70,
            PendingWrites = 1,
            PendingPromises = 1,
            PendingReads = 1,
            ForwardedProposals = 1,
            UnappliedBytes = 70,
            ApplyingBytes = 70,
        }, follower.Node.Load);
    }

    [Fact]
    public void A_copy_goes_its_own_way_and_does_the_same_when_it_is_told_the_same()
    {
        var node = new Bench("term=1 log=1").Hears("2->1 t1 Heartbeat commit=0").Node;
        var copy = node.Clone();
        List<Effect> effects = [], same = [];
        copy.Receive(MessageText.Parse("2->1 t2 AppendRequest prev=1@1 commit=1 [2@2 noop]", new(1)), default);
        copy.TakeEffects(effects);
        Assert.Equal((1, 2), (node.Term.Value, copy.Term.Value));
        node.Receive(MessageText.Parse("2->1 t2 AppendRequest prev=1@1 commit=1 [2@2 noop]", new(1)), default);
        node.TakeEffects(same);
        Assert.Equal(effects.Select(effect => effect.ToString()), same.Select(effect => effect.ToString()));
        Assert.Equal(HashOf(node), HashOf(copy));
    }

    [Fact]
    public void A_loss_of_what_is_not_here_means_nothing()
    {
        var node = new Bench("term=1 base=2@1 snapshot=2@1 log=1");
        foreach (var index in (int[])[1, 2, 4]) node.Node.EntryRotten(new(index), default);
        node.Ticks().SaysNothing();
        Assert.Equal(3, node.Node.DurableIndex.Value);
    }

    [Fact]
    public void Only_a_peer_that_is_sent_ahead_is_probed_when_messages_were_lost()
    {
        var node = new Bench().Leads().Does("propose 1 #1 a");
        node.Node.PeerUnreachable(new(9));
        node.Does("unreachable 1 2").Says("send 1->2 t1 AppendRequest prev=1@1 commit=1 [2@1 command 1B]");
        node.Does("unreachable 1 2").SaysNothing();
        new Bench("term=1").Does("unreachable 1 2").SaysNothing();
    }

    [Fact]
    public void Timers_can_be_left_out_of_the_hash_by_hosts_that_never_tick()
    {
        var node = new Bench("term=1 log=1");
        var other = new Bench("term=1 log=1 Seed=9");
        other.State.Timer.Tick();
        Assert.Equal(node.Hash(withoutTimers: true), other.Hash(withoutTimers: true));
        Assert.NotEqual(node.Hash(), other.Hash());
    }

    [Fact]
    public void The_same_state_of_another_node_is_another_state() =>
        Assert.NotEqual(HashOf(Founder(1)), HashOf(Founder(2)));

    [Fact]
    public void A_change_of_membership_reads_as_its_steps() =>
        Assert.Equal("AddLearner 4, Remove 2",
            new MembershipChange([new(MembershipOperation.AddLearner, new(4)), new(MembershipOperation.Remove, new(2))])
                .ToString());

    [Fact]
    public void A_change_of_one_step_is_made_in_one_call() =>
        Assert.Equal("Promote 3", MembershipChange.One(MembershipOperation.Promote, new(3)).ToString());

    private static RaftNode Founder(ulong id)
    {
        var options = new RaftOptions { Id = new(id), Seed = 1 };
        return new(options, RecoveredState.Founding(Membership.OfVoters(1, 2, 3)), default);
    }

    private static UInt128 HashOf(RaftNode node)
    {
        var hasher = new StateHasher();
        node.Hash(ref hasher);
        return hasher.Value;
    }
}
