using System.Collections.Concurrent;
using Runink.Raft;

namespace Runink.Barn.Tests.Transport;

public sealed class PeerLinksTests
{
    [Fact]
    public async Task Messages_of_a_lane_arrive_once_and_in_their_order()
    {
        await using var sender = await new TestMember(1).ListenAsync();
        await using var receiver = await new TestMember(2).ListenAsync();
        sender.Links.SetPeers([receiver.Address]);

        for (var i = 1; i <= 5000; i++)
        {
            sender.Links.Send(sender.Append(receiver, i, new byte[300]));
            if (i % 7 == 0) sender.Links.Flush();
        }

        sender.Links.Flush();
        await receiver.ReceivesAsync(5000);

        Assert.Equal(
            Enumerable.Range(1, 5000).Select(i => (long)i), receiver.Received.Cast<AppendRequest>().Select(m => m.Entries[0].Index.Value));
        var (sent, received) = (sender.Traffic.Of(receiver.Id), receiver.Traffic.Of(sender.Id));
        Assert.Equal((5000, 5000), (sent.SentMessages, received.ReceivedMessages));
        Assert.Equal(sent.SentBytes, received.ReceivedBytes);
        Assert.InRange(sent.SentBytes, 5000 * 300, 5000 * 350);
        Assert.Equal((0, 0, 0), (sent.DroppedMessages, sent.LostStreams, sender.LostStreams));
        Assert.True(sent.IsReachable);
    }

    [Fact]
    public async Task What_is_not_flushed_waits_and_leaves_together()
    {
        await using var sender = await new TestMember(1).ListenAsync();
        await using var receiver = await new TestMember(2).ListenAsync();
        var frames = new ConcurrentQueue<int>();
        receiver.Taking = messages =>
        {
            frames.Enqueue(messages.Count);
            return default;
        };
        sender.Links.SetPeers([receiver.Address]);
        sender.Send(sender.Beat(receiver, 1));
        await receiver.ReceivesAsync(1);

        for (var i = 2; i <= 1000; i++) sender.Links.Send(sender.Beat(receiver, i));
        sender.Links.Flush();
        await receiver.ReceivesAsync(1000);

        // The first, the rest, and some of that before as long as the sender still had a flush to look at: by far not each by itself.
        Assert.InRange(frames.Count, 2, 50);
    }

    [Fact]
    public async Task A_message_larger_than_a_frame_is_sent_by_itself()
    {
        await using var sender = await new TestMember(1, o => o with { FrameBytes = 10_000 }).ListenAsync();
        await using var receiver = await new TestMember(2).ListenAsync();
        sender.Links.SetPeers([receiver.Address]);

        sender.Links.Send(sender.Append(receiver, 1, new byte[3_000_000]));
        sender.Send(sender.Append(receiver, 2, new byte[10]));
        await receiver.ReceivesAsync(2);

        Assert.Equal([3_000_000, 10], receiver.Received.Cast<AppendRequest>().Select(m => m.Entries[0].Command.Length));
    }

    [Fact]
    public async Task A_peer_that_restarts_on_its_port_is_found_again_and_the_loss_is_told()
    {
        await using var sender = await new TestMember(1).ListenAsync();
        await using var receiver = await new TestMember(2).ListenAsync();
        sender.Links.SetPeers([receiver.Address]);
        sender.Send(sender.Beat(receiver, 1));
        await receiver.ReceivesAsync(1);

        var port = receiver.Url.Port;
        await receiver.StopListeningAsync();
        await TestMember.UntilAsync(() => sender.LostStreams > 0 && sender.Log.Has(501), "the loss is told");
        // Its lanes are lost one after the other.
        await TestMember.UntilAsync(() => !sender.Traffic.Of(receiver.Id).IsReachable, "all lanes are lost");
        await receiver.ListenAsync(port);
        await TestMember.UntilAsync(() => sender.Traffic.Of(receiver.Id).IsReachable, "the lane opens again");
        sender.Send(sender.Beat(receiver, 2));
        await receiver.ReceivesAsync(2);

        Assert.Equal([1L, 2L], receiver.Received.Cast<Heartbeat>().Select(m => m.ReadRound).Distinct());
    }

    [Fact]
    public async Task A_peer_that_is_not_there_is_complained_of_once_and_its_messages_do_not_pile_up()
    {
        await using var nobody = await new TestMember(2).ListenAsync();
        var address = nobody.Address;
        await nobody.StopListeningAsync();
        await using var sender = new TestMember(1);
        sender.Links.SetPeers([address]);
        for (var i = 0; i < 100; i++) sender.Send(sender.Beat(nobody, i));

        await TestMember.UntilAsync(() => sender.Traffic.Of(nobody.Id) is { DroppedMessages: 100, LostStreams: > 6 }, "it is tried again");

        // One for each lane that is opened early.
        Assert.Equal(2, sender.Log.Lines.Count(line => line.Event == 502));
        Assert.Contains("Connection refused", sender.Log.Text(502), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_next_address_is_tried_when_one_does_not_answer()
    {
        await using var gone = await new TestMember(9).ListenAsync();
        await gone.StopListeningAsync();
        await using var receiver = await new TestMember(2).ListenAsync();
        await using var sender = new TestMember(1);

        sender.Links.SetPeers([new PeerAddress(receiver.Id, [gone.Url, receiver.Url])]);
        await TestMember.UntilAsync(() => sender.Traffic.Of(receiver.Id).IsReachable, "the second address is found");
        sender.Send(sender.Beat(receiver, 1));

        await receiver.ReceivesAsync(1);
    }

    [Fact]
    public async Task An_address_that_cannot_be_used_is_told_and_does_not_end_the_lane()
    {
        await using var receiver = await new TestMember(2).ListenAsync();
        await using var sender = new TestMember(1);

        sender.Links.SetPeers([new PeerAddress(receiver.Id, [new Uri("unix://localhost:1")])]);
        await TestMember.UntilAsync(() => sender.Log.Has(502), "it is told");
        sender.Links.SetPeers([receiver.Address]);
        await TestMember.UntilAsync(() => sender.Traffic.Of(receiver.Id).IsReachable, "the right address is used");

        Assert.Contains("neither http nor https", sender.Log.Text(502), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_peer_that_the_membership_moves_is_followed()
    {
        await using var receiver = await new TestMember(2).ListenAsync();
        await using var moved = await new TestMember(2).ListenAsync();
        await using var sender = new TestMember(1);
        sender.Links.SetPeers([receiver.Address]);
        sender.Send(sender.Beat(receiver, 1));
        await receiver.ReceivesAsync(1);

        sender.Links.SetPeers([moved.Address]);
        var beat = 2;
        await TestMember.UntilAsync(
            () =>
            {
                // What is sent before the lane has moved is lost.
                sender.Send(sender.Beat(moved, beat++));
                return moved.Received.Count > 0;
            },
            "the new address is found");

        Assert.Single(receiver.Received);
    }

    [Fact]
    public async Task A_peer_that_comes_back_elsewhere_and_says_so_is_followed_at_once()
    {
        await using var sender = await new TestMember(1).ListenAsync();
        await using var receiver = await new TestMember(2).ListenAsync();
        sender.Links.SetPeers([receiver.Address]);
        await TestMember.UntilAsync(() => sender.Traffic.Of(receiver.Id).IsReachable, "it is reached");
        await receiver.StopListeningAsync();
        await TestMember.UntilAsync(() => sender.Traffic.Of(receiver.Id).LostStreams > 6, "it is gone for a while");

        await receiver.ListenAsync();
        await using var announcing = new TestMember(2, o => o with { Urls = [receiver.Url] });
        announcing.Links.SetPeers([sender.Address]);

        await TestMember.UntilAsync(() => sender.Traffic.Of(receiver.Id).IsReachable, "it is reached elsewhere");
        Assert.Contains(receiver.Url.ToString(), sender.Log.Text(507), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_peer_that_is_not_known_or_whose_address_is_not_is_answered_once_it_has_called()
    {
        await using var answering = await new TestMember(1).ListenAsync();
        await using var calling = await new TestMember(2).ListenAsync();
        answering.Links.SetPeers([new PeerAddress(calling.Id, []), new PeerAddress(new NodeId(3), [])]);
        answering.Send(answering.Beat(calling, 1));

        await using var announcing = new TestMember(2, o => o with { Urls = [calling.Url] });
        announcing.Links.SetPeers([answering.Address]);
        await TestMember.UntilAsync(() => !answering.Heard.IsEmpty, "it has called");
        answering.Send(answering.Beat(calling, 2));
        await calling.ReceivesAsync(1);

        answering.Links.SetPeers([new PeerAddress(new NodeId(3), [])]);
        answering.Send(answering.Beat(calling, 99));

        // A member that was named and is no more is let go. Now it is a stranger, and who belongs to the group is nothing to it.
        answering.Links.Hear(calling.Address);
        answering.Links.SetPeers([]);
        answering.Send(answering.Beat(calling, 3));
        await calling.ReceivesAsync(2);
        Assert.Equal([2L, 3L], calling.Received.Cast<Heartbeat>().Select(m => m.ReadRound));
    }

    [Fact]
    public async Task A_removed_peer_is_sent_nothing_more()
    {
        await using var sender = new TestMember(1);
        await using var receiver = await new TestMember(2).ListenAsync();
        sender.Links.SetPeers([receiver.Address]);
        sender.Send(sender.Beat(receiver, 1));
        await receiver.ReceivesAsync(1);

        sender.Links.SetPeers([]);
        sender.Send(sender.Beat(receiver, 2));
        await sender.Links.DisposeAsync();

        Assert.Empty(sender.Traffic.All);
        Assert.Single(receiver.Received);
    }
}
