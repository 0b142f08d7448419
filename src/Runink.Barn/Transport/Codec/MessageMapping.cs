using Runink.Raft;

namespace Runink.Barn;

/// <summary>Which field of the wire holds what of each kind of message.</summary>
internal static class MessageMapping
{
    public static MessageFields ToFields(Message message)
    {
        MessageFields Of(MessageKind kind) => new(kind, message.Group, message.Term);
        return message switch
        {
            AppendAccepted m => Of(MessageKind.AppendAccepted) with { Position = At(m.Match) },
            AppendRejected m => Of(MessageKind.AppendRejected) with { Bound = m.Rejected, Position = m.Hint, Flag = m.Lost },
            AppendRequest m => Of(MessageKind.AppendRequest) with { Position = m.Previous, Commit = m.Commit, Entries = m.Entries },
            Feed m => Of(MessageKind.Feed) with { Position = m.Previous, Commit = m.Commit, Entries = m.Entries },
            FeedRequest m => Of(MessageKind.FeedRequest) with { Position = m.After },
            ForwardedProposal m => Of(MessageKind.ForwardedProposal) with { Number = m.Context, Data = m.Command },
            ForwardedProposalResponse m => Of(MessageKind.ForwardedProposalResponse) with
            {
                Number = m.Context,
                Position = m.Position,
                Reason = m.Reason,
            },
            Heartbeat m => Of(MessageKind.Heartbeat) with { Commit = m.Commit, Number = (ulong)m.ReadRound, Flag = m.Sleep },
            HeartbeatResponse m => Of(MessageKind.HeartbeatResponse) with
            {
                Number = (ulong)m.ReadRound,
                Bound = m.Snapshot,
                Flag = m.Awake,
                Source = m.Feeder,
            },
            PreVoteRequest m => Of(MessageKind.PreVoteRequest) with { Position = m.LastLog },
            PreVoteResponse m => Of(MessageKind.PreVoteResponse) with { Campaign = m.Campaign, Flag = m.Granted },
            ReadIndexRequest m => Of(MessageKind.ReadIndexRequest) with { Number = m.Batch },
            ReadIndexResponse m => Of(MessageKind.ReadIndexResponse) with { Number = m.Batch, Position = At(m.Index) },
            SnapshotChunk m => Of(MessageKind.SnapshotChunk) with
            {
                Position = m.Snapshot.Position,
                Membership = m.Snapshot.Membership,
                Number = (ulong)m.Offset,
                Data = m.Data,
                Flag = m.IsLast,
            },
            SnapshotChunkRequest m => Of(MessageKind.SnapshotChunkRequest) with
            {
                Position = m.Snapshot,
                Number = (ulong)m.Offset,
                Bound = m.Minimum,
            },
            SnapshotOffer m => Of(MessageKind.SnapshotOffer) with { Source = m.Source, Bound = m.Minimum },
            SnapshotUnavailable m => Of(MessageKind.SnapshotUnavailable) with { Source = m.Source },
            StaleTerm => Of(MessageKind.StaleTerm),
            TimeoutNow m => Of(MessageKind.TimeoutNow) with { Position = At(m.LeaseReleased) },
            VoteGranted => Of(MessageKind.VoteGranted),
            VoteRefused => Of(MessageKind.VoteRefused),
            VoteRequest m => Of(MessageKind.VoteRequest) with { Position = m.LastLog, Flag = m.Transfer },
            _ => throw new ArgumentException($"a {message.GetType().Name} has no form on the wire", nameof(message)),
        };
    }

    /// <returns>The message, or null when its kind is not known here.</returns>
    /// <exception cref="InvalidDataException">A field has a value that its kind cannot have.</exception>
    public static Message? ToMessage(in MessageFields f, NodeId from, NodeId to)
    {
        var (group, term) = (f.Group, f.Term);
        return f.Kind switch
        {
            MessageKind.AppendAccepted => new AppendAccepted(group, from, to, term, f.Position.Index),
            MessageKind.AppendRejected => new AppendRejected(group, from, to, term, f.Bound, f.Position, f.Flag),
            MessageKind.AppendRequest => new AppendRequest(group, from, to, term, f.Position, f.Entries ?? [], f.Commit),
            MessageKind.Feed => new Feed(group, from, to, term, f.Position, f.Entries ?? [], f.Commit),
            MessageKind.FeedRequest => new FeedRequest(group, from, to, term, f.Position),
            MessageKind.ForwardedProposal => new ForwardedProposal(group, from, to, term, f.Number, f.Data),
            MessageKind.ForwardedProposalResponse =>
                new ForwardedProposalResponse(group, from, to, term, f.Number, f.Position, f.Reason),
            MessageKind.Heartbeat => new Heartbeat(group, from, to, term, f.Commit, Signed(f.Number), f.Flag),
            MessageKind.HeartbeatResponse => new HeartbeatResponse(group, from, to, term, Signed(f.Number), f.Bound, f.Flag, f.Source),
            MessageKind.PreVoteRequest => new PreVoteRequest(group, from, to, term, f.Position),
            MessageKind.PreVoteResponse => new PreVoteResponse(group, from, to, term, f.Campaign, f.Flag),
            MessageKind.ReadIndexRequest => new ReadIndexRequest(group, from, to, term, f.Number),
            MessageKind.ReadIndexResponse => new ReadIndexResponse(group, from, to, term, f.Number, f.Position.Index),
            MessageKind.SnapshotChunk =>
                new SnapshotChunk(group, from, to, term, Description(f), Signed(f.Number), f.Data, f.Flag),
            MessageKind.SnapshotChunkRequest =>
                new SnapshotChunkRequest(group, from, to, term, f.Position, Signed(f.Number), f.Bound),
            MessageKind.SnapshotOffer => new SnapshotOffer(group, from, to, term, f.Source, f.Bound),
            MessageKind.SnapshotUnavailable => new SnapshotUnavailable(group, from, to, term, f.Source),
            MessageKind.StaleTerm => new StaleTerm(group, from, to, term),
            MessageKind.TimeoutNow => new TimeoutNow(group, from, to, term, f.Position.Index),
            MessageKind.VoteGranted => new VoteGranted(group, from, to, term),
            MessageKind.VoteRefused => new VoteRefused(group, from, to, term),
            MessageKind.VoteRequest => new VoteRequest(group, from, to, term, f.Position, f.Flag),
            _ => null,
        };
    }

    private static LogPosition At(LogIndex index) => new(index, default);

    private static SnapshotDescription Description(in MessageFields f) =>
        new(f.Position, f.Membership ?? throw new InvalidDataException("a piece of a snapshot without its membership"));

    private static long Signed(ulong number) =>
        number <= long.MaxValue ? (long)number : throw new InvalidDataException("a number that counts is negative");
}
