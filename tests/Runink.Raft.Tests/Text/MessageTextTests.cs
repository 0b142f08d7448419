namespace Runink.Raft.Tests;

public sealed class MessageTextTests
{
    [Theory]
    [InlineData("1->2 t3 PreVoteRequest last=4@2")]
    [InlineData("1->2 t3 PreVoteResponse t4 granted")]
    [InlineData("1->2 t3 PreVoteResponse t4 refused")]
    [InlineData("1->2 t3 VoteRequest last=4@2")]
    [InlineData("1->2 t3 VoteRequest last=4@2 transfer")]
    [InlineData("1->2 t3 VoteGranted")]
    [InlineData("1->2 t3 VoteRefused")]
    [InlineData("1->2 t3 StaleTerm")]
    [InlineData("1->2 t3 AppendRequest prev=0@0 commit=0 []")]
    [InlineData("1->2 t3 AppendRequest prev=4@2 commit=3 [5@2 noop, 6@3 command 5B, 7@? rotten, 8@3 rotten]")]
    [InlineData("1->2 t3 AppendRequest prev=4@2 commit=3 [5@3 membership (1 2)->(1 3l 4w)]")]
    [InlineData("1->2 t3 AppendAccepted match=7")]
    [InlineData("1->2 t3 AppendRejected 7 hint=5@2")]
    [InlineData("1->2 t3 AppendRejected 7 hint=5@2 lost")]
    [InlineData("1->2 t3 Heartbeat commit=7")]
    [InlineData("1->2 t3 Heartbeat commit=7 round=2 sleep")]
    [InlineData("1->2 t3 HeartbeatResponse")]
    [InlineData("1->2 t3 HeartbeatResponse round=2 snapshot=7 awake")]
    [InlineData("1->2 t3 HeartbeatResponse awake fed=3")]
    [InlineData("1->2 t3 FeedRequest after=4@2")]
    [InlineData("1->2 t3 Feed prev=4@2 commit=6 [5@2 noop, 6@3 command 5B]")]
    [InlineData("1->2 t3 TimeoutNow released=7")]
    [InlineData("1->2 t3 ReadIndexRequest #9")]
    [InlineData("1->2 t3 ReadIndexResponse #9 index=7")]
    [InlineData("1->2 t3 ForwardedProposal #9 5B")]
    [InlineData("1->2 t3 ForwardedProposalResponse #9 at 7@3")]
    [InlineData("1->2 t3 ForwardedProposalResponse #9 refused Busy")]
    [InlineData("1->2 t3 SnapshotOffer source=3 minimum=7")]
    [InlineData("1->2 t3 SnapshotUnavailable source=3")]
    [InlineData("1->2 t3 SnapshotChunkRequest 7@2 offset=100 minimum=7")]
    [InlineData("1->2 t3 SnapshotChunk snapshot 7@2 (1 2 3) offset=100 5B")]
    [InlineData("1->2 t3 SnapshotChunk snapshot 7@2 (1 2)->(1 3) offset=100 5B last")]
    public void A_message_is_read_as_it_is_written(string text) =>
        Assert.Equal(text, MessageText.Parse(text, new GroupId(1)).ToString());

    [Theory]
    [InlineData("1->2 VoteGranted")]
    [InlineData("1->2 t3 VoteWon")]
    [InlineData("1->2 t3 VoteGranted or not")]
    [InlineData("1->2 t3 AppendAccepted match=")]
    public void A_text_that_is_no_message_is_refused(string text) =>
        Assert.Throws<FormatException>(() => MessageText.Parse(text, new GroupId(1)));
}
