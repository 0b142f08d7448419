namespace Runink.Raft.Tests;

/// <summary>The hash of a message sees its kind and everything that it says.</summary>
public sealed class MessageHashTests
{
    private static readonly string[] Texts =
    [
        "1->2 t3 PreVoteRequest last=4@2", "1->2 t3 PreVoteRequest last=5@2", "1->2 t3 PreVoteRequest last=4@3",
        "1->2 t3 PreVoteResponse t4 granted", "1->2 t3 PreVoteResponse t4 refused", "1->2 t3 PreVoteResponse t5 granted",
        "1->2 t3 VoteRequest last=4@2", "1->2 t3 VoteRequest last=5@2", "1->2 t3 VoteRequest last=4@3",
        "1->2 t3 VoteRequest last=4@2 transfer",
        "1->2 t3 VoteGranted", "2->1 t3 VoteGranted", "3->2 t3 VoteGranted", "1->3 t3 VoteGranted", "1->2 t4 VoteGranted", "1->2 t3 VoteRefused",
        "1->2 t3 StaleTerm",
        "1->2 t3 AppendRequest prev=0@0 commit=0 []", "1->2 t3 AppendRequest prev=1@0 commit=0 []",
        "1->2 t3 AppendRequest prev=0@0 commit=1 []",
        "1->2 t3 AppendRequest prev=0@0 commit=0 [1@1 noop]", "1->2 t3 AppendRequest prev=0@0 commit=0 [1@1 command 1B]",
        "1->2 t3 AppendRequest prev=0@0 commit=0 [1@1 command \"y\"]",
        "1->2 t3 AppendRequest prev=0@0 commit=0 [1@1 membership (1)]",
        "1->2 t3 AppendRequest prev=0@0 commit=0 [1@1 membership (1l)]",
        "1->2 t3 AppendRequest prev=0@0 commit=0 [1@1 membership (1)->(1)]",
        "1->2 t3 AppendRequest prev=0@0 commit=0 [1@1 membership (1)->(2)]",
        "1->2 t3 AppendRequest prev=0@0 commit=0 [1@1 rotten]",
        "1->2 t3 AppendRequest prev=0@0 commit=0 [1@1 noop, 2@1 noop]",
        "1->2 t3 AppendAccepted match=7", "1->2 t3 AppendAccepted match=8",
        "1->2 t3 AppendRejected 7 hint=5@2", "1->2 t3 AppendRejected 7 hint=5@2 lost", "1->2 t3 AppendRejected 8 hint=5@2",
        "1->2 t3 AppendRejected 7 hint=6@2",
        "1->2 t3 Heartbeat commit=7", "1->2 t3 Heartbeat commit=8", "1->2 t3 Heartbeat commit=7 round=2",
        "1->2 t3 Heartbeat commit=7 sleep",
        "1->2 t3 HeartbeatResponse", "1->2 t3 HeartbeatResponse round=2", "1->2 t3 HeartbeatResponse snapshot=7",
        "1->2 t3 HeartbeatResponse awake", "1->2 t3 HeartbeatResponse fed=2", "1->2 t3 HeartbeatResponse fed=3",
        "1->2 t3 FeedRequest after=7@2", "1->2 t3 FeedRequest after=8@2", "1->2 t3 FeedRequest after=7@3",
        "1->2 t3 Feed prev=0@0 commit=0 []", "1->2 t3 Feed prev=1@0 commit=0 []", "1->2 t3 Feed prev=0@0 commit=1 []",
        "1->2 t3 Feed prev=0@0 commit=0 [1@1 noop]", "1->2 t3 Feed prev=0@0 commit=0 [1@1 noop, 2@1 noop]",
        "1->2 t3 TimeoutNow released=7", "1->2 t3 TimeoutNow released=8",
        "1->2 t3 ReadIndexRequest #9", "1->2 t3 ReadIndexRequest #8", "1->2 t3 ReadIndexResponse #9 index=7",
        "1->2 t3 ReadIndexResponse #8 index=7",
        "1->2 t3 ReadIndexResponse #9 index=8", "1->2 t3 ForwardedProposal #9 5B", "1->2 t3 ForwardedProposal #8 5B",
        "1->2 t3 ForwardedProposal #9 6B",
        "1->2 t3 ForwardedProposalResponse #9 at 7@3", "1->2 t3 ForwardedProposalResponse #8 at 7@3",
        "1->2 t3 ForwardedProposalResponse #9 at 8@3",
        "1->2 t3 ForwardedProposalResponse #9 refused Busy", "1->2 t3 ForwardedProposalResponse #9 refused TooLarge",
        "1->2 t3 SnapshotOffer source=3 minimum=7", "1->2 t3 SnapshotOffer source=4 minimum=7",
        "1->2 t3 SnapshotOffer source=3 minimum=8",
        "1->2 t3 SnapshotUnavailable source=3", "1->2 t3 SnapshotUnavailable source=4",
        "1->2 t3 SnapshotChunkRequest 7@2 offset=100 minimum=7", "1->2 t3 SnapshotChunkRequest 8@2 offset=100 minimum=7",
        "1->2 t3 SnapshotChunkRequest 7@2 offset=101 minimum=7", "1->2 t3 SnapshotChunkRequest 7@2 offset=100 minimum=8",
        "1->2 t3 SnapshotChunk snapshot 7@2 (1 2) offset=1 5B", "1->2 t3 SnapshotChunk snapshot 8@2 (1 2) offset=1 5B",
        "1->2 t3 SnapshotChunk snapshot 7@2 (1 3) offset=1 5B", "1->2 t3 SnapshotChunk snapshot 7@2 (1 2) offset=2 5B",
        "1->2 t3 SnapshotChunk snapshot 7@2 (1 2) offset=1 6B", "1->2 t3 SnapshotChunk snapshot 7@2 (1 2) offset=1 5B last",
    ];

    [Fact]
    public void Messages_that_say_different_things_have_different_hashes()
    {
        Dictionary<UInt128, string> seen = [];
        foreach (var text in Texts)
        {
            var hash = HashOf(text, new StateHasher());
            Assert.False(seen.TryGetValue(hash, out var other), $"{text} and {other} look the same");
            seen[hash] = text;
            Assert.Equal(hash, HashOf(text, new StateHasher()));
        }
    }

    /// <summary>Each would look like the other if it did not say of which kind it is: its first field is the other's kind.</summary>
    [Theory]
    [InlineData("AppendAccepted match=18", "VoteGranted")]
    [InlineData("AppendRejected 6 hint=5@2 lost", "Heartbeat commit=5 round=2 sleep")]
    [InlineData("AppendRequest prev=6@5 commit=1 []", "Heartbeat commit=5 sleep")]
    [InlineData("ForwardedProposal #1 0B", "AppendAccepted match=0")]
    [InlineData("ForwardedProposalResponse #6 at 5@2", "Heartbeat commit=5 round=2")]
    [InlineData("Heartbeat commit=9 round=4 sleep", "PreVoteResponse t4 granted")]
    [InlineData("HeartbeatResponse round=9 snapshot=4 awake", "PreVoteResponse t4 granted")]
    [InlineData("PreVoteRequest last=1@7", "AppendAccepted match=7")]
    [InlineData("PreVoteResponse t1 granted", "AppendAccepted match=1")]
    [InlineData("ReadIndexRequest #18", "VoteGranted")]
    [InlineData("ReadIndexResponse #1 index=7", "AppendAccepted match=7")]
    [InlineData("SnapshotChunkRequest 6@5 offset=2 minimum=1", "Heartbeat commit=5 round=2 sleep")]
    [InlineData("SnapshotOffer source=1 minimum=7", "AppendAccepted match=7")]
    [InlineData("SnapshotUnavailable source=18", "VoteGranted")]
    [InlineData("TimeoutNow released=18", "VoteGranted")]
    [InlineData("VoteRequest last=9@4 transfer", "PreVoteResponse t4 granted")]
    public void The_hash_of_a_message_says_of_which_kind_it_is(string message, string other) =>
        Assert.NotEqual(HashOf($"1->2 t3 {message}", new StateHasher()), HashOf($"1->2 t3 {other}", new StateHasher()));

    [Fact]
    public void Messages_that_differ_only_in_names_have_one_hash_under_a_renaming()
    {
        NodeId[] renaming = [new(0), new(2), new(3), new(1)];
        (string Plain, string Renamed)[] pairs =
        [
            ("2->3 t3 VoteGranted", "1->2 t3 VoteGranted"),
            ("2->3 t3 SnapshotOffer source=1 minimum=7", "1->2 t3 SnapshotOffer source=3 minimum=7"),
            ("2->3 t3 SnapshotUnavailable source=1", "1->2 t3 SnapshotUnavailable source=3"),
            ("2->3 t3 AppendRequest prev=0@0 commit=0 [1@1 membership (2 3)->(1l)]",
                "1->2 t3 AppendRequest prev=0@0 commit=0 [1@1 membership (1 2)->(3l)]"),
            ("2->3 t3 AppendRequest prev=0@0 commit=0 [1@1 membership (1 2 3w)]",
                "1->2 t3 AppendRequest prev=0@0 commit=0 [1@1 membership (1 2w 3)]"),
        ];
        Assert.All(pairs, pair =>
            Assert.Equal(HashOf(pair.Plain, new StateHasher()), HashOf(pair.Renamed, new StateHasher(renaming))));
    }

    private static UInt128 HashOf(string text, StateHasher hasher)
    {
        MessageText.Parse(text, new GroupId(1)).Hash(ref hasher);
        return hasher.Value;
    }
}
