namespace Runink.Raft.Tests;

/// <summary>Reads a message as its ToString writes it: <c>2->1 t3 VoteRequest last=5@2</c>.</summary>
internal static class MessageText
{
    public static Message Parse(string text, GroupId group)
    {
        var cursor = new TextCursor(text);
        var from = cursor.Node();
        cursor.Expect("->");
        var to = cursor.Node();
        cursor.Expect(" t");
        var term = cursor.Term();
        cursor.Expect(" ");
        var message = Body(cursor, cursor.Word(), group, from, to, term);
        cursor.ExpectEnd();
        return message;
    }

    private static Message Body(TextCursor text, string kind, GroupId group, NodeId from, NodeId to, Term term) => kind switch
    {
        nameof(PreVoteRequest) => new PreVoteRequest(group, from, to, term, text.Position("last")),
        nameof(PreVoteResponse) => PreVoteResponse(text, group, from, to, term),
        nameof(VoteRequest) => new VoteRequest(group, from, to, term, text.Position("last"), text.Flag("transfer")),
        nameof(VoteGranted) => new VoteGranted(group, from, to, term),
        nameof(VoteRefused) => new VoteRefused(group, from, to, term),
        nameof(StaleTerm) => new StaleTerm(group, from, to, term),
        nameof(AppendRequest) => AppendRequest(text, group, from, to, term),
        nameof(AppendAccepted) => new AppendAccepted(group, from, to, term, text.Index("match")),
        nameof(AppendRejected) => AppendRejected(text, group, from, to, term),
        nameof(Heartbeat) => new Heartbeat(
            group, from, to, term, text.Index("commit"), text.OptionalNumber("round"), text.Flag("sleep")),
        nameof(HeartbeatResponse) => new HeartbeatResponse(
            group, from, to, term, text.OptionalNumber("round"), new(text.OptionalNumber("snapshot")), text.Flag("awake"),
            new((ulong)text.OptionalNumber("fed"))),
        nameof(FeedRequest) => new FeedRequest(group, from, to, term, text.Position("after")),
        nameof(Feed) => Feed(text, group, from, to, term),
        nameof(TimeoutNow) => new TimeoutNow(group, from, to, term, text.Index("released")),
        nameof(ReadIndexRequest) => new ReadIndexRequest(group, from, to, term, text.Context()),
        nameof(ReadIndexResponse) => new ReadIndexResponse(group, from, to, term, text.Context(), text.Index("index")),
        nameof(ForwardedProposal) => ForwardedProposal(text, group, from, to, term),
        nameof(ForwardedProposalResponse) => ForwardedProposalResponse(text, group, from, to, term),
        nameof(SnapshotOffer) => new SnapshotOffer(group, from, to, term, new((ulong)text.Number("source")),
            text.Index("minimum")),
        nameof(SnapshotUnavailable) => new SnapshotUnavailable(group, from, to, term, new((ulong)text.Number("source"))),
        nameof(SnapshotChunkRequest) => SnapshotChunkRequest(text, group, from, to, term),
        nameof(SnapshotChunk) => SnapshotChunk(text, group, from, to, term),
        _ => throw text.Wrong("a kind of message before"),
    };

    private static PreVoteResponse PreVoteResponse(TextCursor text, GroupId group, NodeId from, NodeId to, Term term)
    {
        text.Expect(" t");
        var campaign = text.Term();
        var granted = text.Flag("granted");
        if (!granted) text.Expect(" refused");
        return new(group, from, to, term, campaign, granted);
    }

    private static AppendRequest AppendRequest(TextCursor text, GroupId group, NodeId from, NodeId to, Term term)
    {
        var previous = text.Position("prev");
        var commit = text.Index("commit");
        text.Expect(" ");
        return new(group, from, to, term, previous, text.Entries(), commit);
    }

    private static Feed Feed(TextCursor text, GroupId group, NodeId from, NodeId to, Term term)
    {
        var previous = text.Position("prev");
        var commit = text.Index("commit");
        text.Expect(" ");
        return new(group, from, to, term, previous, text.Entries(), commit);
    }

    private static AppendRejected AppendRejected(TextCursor text, GroupId group, NodeId from, NodeId to, Term term)
    {
        text.Expect(" ");
        return new(group, from, to, term, text.Index(), text.Position("hint"), text.Flag("lost"));
    }

    private static ForwardedProposal ForwardedProposal(TextCursor text, GroupId group, NodeId from, NodeId to, Term term)
    {
        var context = text.Context();
        text.Expect(" ");
        return new(group, from, to, term, context, text.Bytes());
    }

    private static ForwardedProposalResponse ForwardedProposalResponse(
        TextCursor text, GroupId group, NodeId from, NodeId to, Term term)
    {
        var context = text.Context();
        if (text.Flag("at ")) return new(group, from, to, term, context, text.Position(), RefusalReason.None);
        text.Expect(" refused ");
        return new(group, from, to, term, context, default, Enum.Parse<RefusalReason>(text.Word()));
    }

    private static SnapshotChunkRequest SnapshotChunkRequest(
        TextCursor text, GroupId group, NodeId from, NodeId to, Term term)
    {
        text.Expect(" ");
        return new(group, from, to, term, text.Position(), text.Number("offset"), text.Index("minimum"));
    }

    private static SnapshotChunk SnapshotChunk(TextCursor text, GroupId group, NodeId from, NodeId to, Term term)
    {
        text.Expect(" ");
        var snapshot = text.Snapshot();
        var offset = text.Number("offset");
        text.Expect(" ");
        return new(group, from, to, term, snapshot, offset, text.Bytes(), text.Flag("last"));
    }

    private static ulong Context(this TextCursor text)
    {
        text.Expect(" #");
        return (ulong)text.Number();
    }

    private static long Number(this TextCursor text, string name)
    {
        text.Expect($" {name}=");
        return text.Number();
    }

    private static long OptionalNumber(this TextCursor text, string name) => text.Takes($" {name}=") ? text.Number() : 0;

    private static LogIndex Index(this TextCursor text, string name) => new(text.Number(name));

    private static LogPosition Position(this TextCursor text, string name)
    {
        text.Expect($" {name}=");
        return text.Position();
    }
}
