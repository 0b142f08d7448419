using System.Diagnostics;
using Runink.Raft;
using Runink.Rpc;
using Kind = Runink.Protocol.PeerV1.Message.Types.Kind;

namespace Runink.Barn.Tests.Transport;

public sealed class PeerServerTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_member_of_another_cluster_is_refused_with_words_and_tried_slowly()
    {
        var retry = TimeSpan.FromMilliseconds(300);
        await using var sender = new TestMember(1, o => o with { ClusterId = 0xBAD, RefusedRetry = retry });
        await using var receiver = await new TestMember(2).ListenAsync();
        var began = Stopwatch.GetTimestamp();
        sender.Links.SetPeers([receiver.Address]);
        sender.Send(sender.Beat(receiver, 1));

        await TestMember.UntilAsync(() => sender.Log.Has(503) && receiver.Log.Has(504), "it is told");
        Assert.Contains("this is cluster c1, not bad", sender.Log.Text(503), StringComparison.Ordinal);
        Assert.Contains("--initial-cluster-token", sender.Log.Text(503), StringComparison.Ordinal);
        await TestMember.UntilAsync(() => sender.Traffic.Of(receiver.Id).LostStreams >= 4, "both lanes are tried again");
        Assert.True(Stopwatch.GetElapsedTime(began) >= retry, "too soon");
        Assert.Empty(receiver.Received);
        Assert.Empty(receiver.Heard);
    }

    [Fact]
    public async Task Who_takes_a_member_for_another_is_refused()
    {
        await using var sender = new TestMember(1);
        await using var receiver = await new TestMember(2).ListenAsync();
        sender.Links.SetPeers([new PeerAddress(new NodeId(3), [receiver.Url])]);

        await TestMember.UntilAsync(() => sender.Log.Has(503), "it is told");
        Assert.Contains("this is member 2, not 3", sender.Log.Text(503), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Members_without_a_common_version_say_so()
    {
        await using var sender = new TestMember(1, o => o with { Versions = new PeerVersions(2, 3) });
        await using var receiver = await new TestMember(2).ListenAsync();
        sender.Links.SetPeers([receiver.Address]);

        await TestMember.UntilAsync(() => sender.Log.Has(503), "it is told");
        Assert.Contains("versions 1-1 of the protocol, the other one 2-3", sender.Log.Text(503), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_member_that_is_too_old_is_told_so()
    {
        await using var sender = new TestMember(1, o => o with { Versions = new PeerVersions(1, 1) });
        await using var receiver = await new TestMember(2, o => o with { Versions = new PeerVersions(2, 3) }).ListenAsync();
        sender.Links.SetPeers([receiver.Address]);

        await TestMember.UntilAsync(() => sender.Log.Has(503), "it is told");
        Assert.Contains("versions 2-3 of the protocol, the other one 1-1: upgrade by one release at a time", sender.Log.Text(503), StringComparison.Ordinal);
        Assert.Empty(receiver.Heard);
    }

    [Fact]
    public async Task Members_of_one_version_and_the_next_hear_each_other()
    {
        await using var older = await new TestMember(1, o => o with { Versions = new PeerVersions(1, 1) }).ListenAsync();
        await using var newer = await new TestMember(2, o => o with { Versions = new PeerVersions(1, 2) }).ListenAsync();
        older.Links.SetPeers([newer.Address]);
        newer.Links.SetPeers([older.Address]);
        older.Send(older.Beat(newer, 1));
        newer.Send(newer.Beat(older, 2));

        await newer.ReceivesAsync(1);
        await older.ReceivesAsync(1);
    }

    [Fact]
    public async Task A_newer_member_that_still_speaks_our_version_is_let_in()
    {
        await using var sender = new TestMember(1, o => o with { Versions = new PeerVersions(1, 9) });
        await using var receiver = await new TestMember(2).ListenAsync();
        sender.Links.SetPeers([receiver.Address]);
        sender.Send(sender.Beat(receiver, 1));

        await receiver.ReceivesAsync(1);
    }

    [Fact]
    public async Task A_removed_member_is_told_so_and_an_unknown_one_is_let_in()
    {
        await using var removed = new TestMember(3);
        await using var unknown = new TestMember(4);
        await using var receiver = await new TestMember(2).ListenAsync();
        receiver.Removed.Add(removed.Id);
        removed.Links.SetPeers([receiver.Address]);
        unknown.Links.SetPeers([receiver.Address]);
        unknown.Send(unknown.Beat(receiver, 1));

        await receiver.ReceivesAsync(1);
        await TestMember.UntilAsync(() => removed.Log.Has(503), "it is told");
        Assert.Contains("member 3 was removed from the cluster", removed.Log.Text(503), StringComparison.Ordinal);
        Assert.Equal(unknown.Id, receiver.Received[0].From);
    }

    [Fact]
    public async Task A_frame_in_the_name_of_another_member_ends_the_stream()
    {
        await using var receiver = await new TestMember(2).ListenAsync();
        var opening = new PeerOpening(TestMember.Cluster, new NodeId(1), receiver.Id, "log", PeerVersions.Ours, []);
        await using var stream = await OpenAsync(receiver, opening);
        var forged = new OutgoingFrame(new NodeId(3), receiver.Id);
        var message = new VoteGranted(new GroupId(1), new NodeId(3), receiver.Id, new Term(5));
        forged.Add(message, MessageCodec.Measure(message));
        await stream.SendAsync(forged);

        Assert.Equal(RpcCode.InvalidArgument, (await stream.End).Code);
        Assert.Empty(receiver.Received);
        Assert.True(receiver.Log.Has(508));
    }

    [Fact]
    public async Task Of_two_streams_for_one_lane_only_the_newer_is_heard()
    {
        await using var receiver = await new TestMember(2).ListenAsync();
        await using var sender = new TestMember(1);
        var opening = new PeerOpening(TestMember.Cluster, sender.Id, receiver.Id, "control", PeerVersions.Ours, []);
        await using var older = await OpenAsync(receiver, opening);
        await older.SendAsync(Frame(sender.Beat(receiver, 1)));
        await receiver.ReceivesAsync(1);
        await using var newer = await OpenAsync(receiver, opening);
        await newer.SendAsync(Frame(sender.Beat(receiver, 2)));
        await receiver.ReceivesAsync(2);

        await older.SendAsync(Frame(sender.Beat(receiver, 3)));
        Assert.Equal(RpcCode.Aborted, (await older.End).Code);
        await newer.SendAsync(Frame(sender.Beat(receiver, 4)));
        await receiver.ReceivesAsync(3);

        Assert.Equal([1L, 2L, 4L], receiver.Received.Cast<Heartbeat>().Select(m => m.ReadRound));
    }

    [Fact]
    public async Task A_message_of_a_later_version_is_passed_over_and_told_of_once()
    {
        await using var receiver = await new TestMember(2).ListenAsync();
        await using var sender = new TestMember(1);
        var opening = new PeerOpening(TestMember.Cluster, sender.Id, receiver.Id, "new-lane", new PeerVersions(1, 2), []);
        using var channel = new RpcChannel(new RpcChannelOptions { Address = receiver.Url });
        var method = RpcSignature.Protobuf<Protocol.PeerV1.Frame, Protocol.PeerV1.StreamEnd>(PeerMethods.Service, PeerMethods.StreamName);
        await using var call = channel.Open(method, new RpcCallOptions { Headers = opening.ToMetadata() }, Token);
        for (var i = 0; i < 3; i++)
        {
            await call.Requests.WriteAsync(new() { From = 1, To = 2, Messages = { Of((Kind)99), Of(Kind.StaleTerm) } });
        }

        await receiver.ReceivesAsync(3);

        Assert.Equal((6, 3), (receiver.Traffic.Of(sender.Id).ReceivedMessages, receiver.Traffic.Of(sender.Id).UnknownMessages));
        Assert.Single(receiver.Log.Lines, line => line.Event == 506);
        await call.CompleteAsync();
        await call.ResponseAsync();
    }

    [Theory]
    [InlineData("runink-cluster", "xyz")]
    [InlineData("runink-from", "0")]
    [InlineData("runink-to", "")]
    [InlineData("runink-lane", "")]
    [InlineData("runink-lane", "a-name-that-is-longer-than-any-lane-has")]
    [InlineData("runink-versions", "2-1")]
    [InlineData("runink-versions", "1")]
    [InlineData("runink-peer-urls", "ftp://somewhere")]
    public async Task An_opening_that_makes_no_sense_is_an_invalid_argument(string key, string value)
    {
        await using var receiver = await new TestMember(2).ListenAsync();
        var headers = new RpcMetadata { { key, value } };
        foreach (var entry in new PeerOpening(TestMember.Cluster, new NodeId(1), receiver.Id, "log", PeerVersions.Ours, []).ToMetadata())
            if (entry.Key != key) headers.Add(entry.Key, entry.Text!);
        using var channel = new RpcChannel(new RpcChannelOptions { Address = receiver.Url });
        await using var call = channel.Open(PeerMethods.Stream, new RpcCallOptions { Headers = headers, Timeout = TimeSpan.FromSeconds(20) }, Token);

        var failure = await Assert.ThrowsAsync<RpcException>(async () => await call.ResponseAsync());

        Assert.Equal((RpcCode.InvalidArgument, $"the metadata of the call has no valid {key}"), (failure.Code, failure.Message));
    }

    [Fact]
    public async Task Whoever_asks_is_told_of_the_cluster()
    {
        await using var gone = await new TestMember(9).ListenAsync();
        await gone.StopListeningAsync();
        await using var asked = await new TestMember(2).ListenAsync();

        var (answers, failures) = await PeerInquiry.AskAsync([gone.Url, asked.Url], asked.Options, TimeSpan.FromSeconds(10), Token);

        var answer = Assert.Single(answers);
        Assert.Equal((TestMember.Cluster, 2UL), (answer.ClusterId, answer.MemberId));
        Assert.Equal(RpcCode.Unavailable, Assert.Single(failures).Code);
    }

    private static Protocol.PeerV1.Message Of(Kind kind) => new() { Kind = kind };

    private static Task<PeerStream> OpenAsync(TestMember receiver, PeerOpening opening) =>
        PeerStream.OpenAsync(receiver.Url, receiver.Options, opening, () => { });

    private static OutgoingFrame Frame(Message message)
    {
        var frame = new OutgoingFrame(message.From, message.To);
        frame.Add(message, MessageCodec.Measure(message));
        return frame;
    }
}
