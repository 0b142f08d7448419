namespace Runink.Raft.Tests;

public sealed class HeartbeatCoalescerTests
{
    [Fact]
    public void Heartbeats_and_their_answers_are_gathered_by_receiver_and_all_else_goes_its_own_way()
    {
        var coalescer = new HeartbeatCoalescer();
        Assert.True(Offer(coalescer, "1->3 t1 Heartbeat commit=1", 1));
        Assert.True(Offer(coalescer, "1->2 t1 Heartbeat commit=1", 1));
        Assert.True(Offer(coalescer, "1->3 t5 HeartbeatResponse", 2));
        Assert.False(Offer(coalescer, "1->3 t1 AppendAccepted match=1", 1));
        Assert.False(Offer(coalescer, "1->3 t1 VoteGranted", 1));
        Assert.Equal(["1->2: 1 Heartbeat", "1->3: 1 Heartbeat, 2 HeartbeatResponse"], Drain(coalescer));
        Assert.Empty(Drain(coalescer));
        Offer(coalescer, "1->2 t1 Heartbeat commit=1", 7);
        Assert.Equal(["1->2: 7 Heartbeat"], Drain(coalescer));
    }

    [Fact]
    public void A_bundle_is_bounded()
    {
        var coalescer = new HeartbeatCoalescer(2);
        for (var group = 1; group <= 5; group++) Offer(coalescer, "1->2 t1 Heartbeat commit=1", (ulong)group);
        Assert.Equal(["1->2: 1 Heartbeat, 2 Heartbeat", "1->2: 3 Heartbeat, 4 Heartbeat", "1->2: 5 Heartbeat"], Drain(coalescer));
    }

    private static bool Offer(HeartbeatCoalescer coalescer, string text, ulong group) =>
        coalescer.Offer(MessageText.Parse(text, new(group)));

    private static IEnumerable<string> Drain(HeartbeatCoalescer coalescer)
    {
        List<HeartbeatBundle> bundles = [];
        coalescer.Drain(bundles);
        return bundles.Select(bundle => $"{bundle.From}->{bundle.To}: {string.Join(", ", bundle.Messages.Select(Show))}");
    }

    private static string Show(Message message) => $"{message.Group} {message.GetType().Name}";
}
