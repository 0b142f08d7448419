using System.Net;
using System.Net.Sockets;
using Runink.Raft;

namespace Runink.Barn.Tests.Transport;

/// <summary>Peers that take nothing, or little.</summary>
public sealed class SlowPeerTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_peer_that_takes_no_entries_fills_its_lane_up_to_the_bound_and_still_hears_heartbeats()
    {
        var gate = new TaskCompletionSource();
        await using var sender = await new TestMember(1, o => o with { MaxQueuedBytes = 1 << 20 }).ListenAsync();
        await using var receiver = await new TestMember(2).ListenAsync();
        receiver.Taking = messages => messages[0] is AppendRequest ? new ValueTask(gate.Task) : default;
        sender.Links.SetPeers([receiver.Address]);

        // More than all buffers on the way hold.
        for (var i = 1; i <= 1000; i++) sender.Send(sender.Append(receiver, i, new byte[60_000]));
        var counters = sender.Traffic.Of(receiver.Id);
        Assert.InRange(counters.DroppedMessages, 10, 1000);
        sender.Send(sender.Beat(receiver, 1));
        await receiver.ReceivesAsync(1);
        Assert.IsType<Heartbeat>(Assert.Single(receiver.Received));
        await TestMember.UntilAsync(() => sender.LostStreams > 0, "the core is told");
        Assert.InRange(sender.Log.Lines.Count(line => line.Event == 505), 1, counters.DroppedMessages / 4);
        Assert.Equal(0, counters.LostStreams);

        var inLine = 1000 - counters.DroppedMessages;
        gate.SetResult();
        await TestMember.UntilAsync(
            () =>
            {
                sender.Send(sender.Append(receiver, 5000, new byte[10]));
                return receiver.Received[^1] is AppendRequest { Previous.Index.Value: 4999 };
            },
            "the lane goes on");
        Assert.Equal(inLine, receiver.Received.OfType<AppendRequest>().Count(append => append.Previous.Index.Value < 1000));
    }

    [Fact]
    public async Task A_snapshot_that_is_not_taken_delays_neither_heartbeats_nor_entries()
    {
        var gate = new TaskCompletionSource();
        await using var sender = await new TestMember(1).ListenAsync();
        await using var receiver = await new TestMember(2).ListenAsync();
        receiver.Taking = messages => messages[0] is SnapshotChunk ? new ValueTask(gate.Task) : default;
        sender.Links.SetPeers([receiver.Address]);
        for (var i = 0; i < 12; i++) sender.Send(sender.Piece(receiver, i, 1 << 20));
        await TestMember.UntilAsync(() => receiver.Traffic.Of(sender.Id).ReceivedBytes > 1 << 20, "a piece comes");

        sender.Send(sender.Beat(receiver, 1));
        sender.Send(sender.Append(receiver, 1, new byte[100]));
        await receiver.ReceivesAsync(2);
        Assert.DoesNotContain(receiver.Received, message => message is SnapshotChunk);

        gate.SetResult();
        await receiver.ReceivesAsync(14);
        Assert.Equal(
            Enumerable.Range(0, 12).Select(i => (long)i), receiver.Received.OfType<SnapshotChunk>().Select(piece => piece.Offset));
    }

    [Fact]
    public async Task A_peer_that_takes_nothing_for_too_long_is_given_up()
    {
        var gate = new TaskCompletionSource();
        await using var sender = new TestMember(1, o => o with { WriteTimeout = TimeSpan.FromMilliseconds(200) });
        await using var receiver = await new TestMember(2).ListenAsync();
        receiver.Taking = _ => new ValueTask(gate.Task);
        sender.Links.SetPeers([receiver.Address]);
        for (var i = 1; i < 100; i++) sender.Send(sender.Append(receiver, i, new byte[60_000]));

        await TestMember.UntilAsync(() => sender.Log.Has(501), "it is noticed");

        Assert.Contains("nothing was taken for 0.2 s", sender.Log.Text(501), StringComparison.Ordinal);
        gate.SetResult();
    }

    [Fact]
    public async Task A_peer_whose_process_hangs_is_noticed_by_its_silence()
    {
        // The kernel takes connections for a process that is stopped; nobody answers a ping.
        using var hung = new TcpListener(IPAddress.Loopback, 0);
        hung.Start();
        var url = new Uri($"http://127.0.0.1:{((IPEndPoint)hung.LocalEndpoint).Port}");
        await using var sender = new TestMember(1, o => o with { KeepAliveTimeout = TimeSpan.FromSeconds(1) });
        sender.Links.SetPeers([new PeerAddress(new NodeId(2), [url])]);

        await TestMember.UntilAsync(() => sender.LostStreams > 0, "it is noticed");
    }

    [Fact]
    public async Task Entries_are_deflated_for_a_peer_that_makes_the_writes_wait_and_for_no_other()
    {
        await using var sender = new TestMember(1, o => o with { FrameBytes = 100_000, MaxQueuedBytes = 1 << 20 });
        await using var slow = await new TestMember(2).ListenAsync();
        await using var fast = await new TestMember(3).ListenAsync();
        using var pace = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        slow.Taking = async _ => await pace.WaitForNextTickAsync(Token);
        sender.Links.SetPeers([slow.Address, fast.Address]);

        var sent = 0;
        while (sender.Traffic.Of(slow.Id).DeflatedFrames < 3)
        {
            Assert.True(sent < 10_000, "nothing is deflated");
            for (var i = 0; i < 10; i++)
            {
                sent++;
                sender.Send(sender.Append(slow, sent, new byte[64_000]));
            }

            // So little that even a busy machine is hardly ever caught writing it.
            sender.Send(sender.Append(fast, sent, new byte[64_000]));
            var arrived = slow.Received.Count;
            await TestMember.UntilAsync(() => slow.Received.Count > arrived, "the slow one goes on");
        }

        await slow.ReceivesAsync(sent - (int)sender.Traffic.Of(slow.Id).DroppedMessages);
        Assert.All(slow.Received.Cast<AppendRequest>(), append => Assert.Equal(64_000, append.Entries[0].Command.Length));
        Assert.Equal(0, sender.Traffic.Of(fast.Id).DeflatedFrames);
    }
}
