namespace Runink.Barn;

/// <summary>The kinds of messages between members, under the numbers that they have on the wire (peer.proto), for good.</summary>
internal enum MessageKind
{
    Unknown = 0,
    AppendAccepted = 1,
    AppendRejected = 2,
    AppendRequest = 3,
    ForwardedProposal = 4,
    ForwardedProposalResponse = 5,
    Heartbeat = 6,
    HeartbeatResponse = 7,
    PreVoteRequest = 8,
    PreVoteResponse = 9,
    ReadIndexRequest = 10,
    ReadIndexResponse = 11,
    SnapshotChunk = 12,
    SnapshotChunkRequest = 13,
    SnapshotOffer = 14,
    SnapshotUnavailable = 15,
    StaleTerm = 16,
    TimeoutNow = 17,
    VoteGranted = 18,
    VoteRefused = 19,
    VoteRequest = 20,
    FeedRequest = 21,
    Feed = 22,
}
