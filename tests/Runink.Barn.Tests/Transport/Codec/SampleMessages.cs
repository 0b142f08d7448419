using Runink.Raft;

namespace Runink.Barn.Tests.Transport;

/// <summary>Messages of every kind.</summary>
internal static class SampleMessages
{
    public static readonly NodeId Sender = new(0xF1E2_D3C4_B5A6_9788);
    public static readonly NodeId Receiver = new(2);

    /// <summary>One of each kind that the format began with, always the same: what the golden frame holds.</summary>
    public static IReadOnlyList<Message> OneOfEach()
    {
        var (group, term) = (new GroupId(1), new Term(7));
        var at = new LogPosition(new LogIndex(300), new Term(6));
        var joint = Membership.OfVoters(1, 2, 3).Entering(
            Roster.Of([new(Sender, MemberKind.Voter), new(Receiver, MemberKind.Learner), new(new NodeId(3), MemberKind.Witness)]));
        Entry[] entries =
        [
            new(at.Index + 1, new Term(6), EntryKind.Command, "a command"u8.ToArray()),
            new(at.Index + 2, term, EntryKind.Noop),
            new(at.Index + 3, term, EntryKind.Membership, default, joint),
            new(at.Index + 4, term, EntryKind.Command, Array.Empty<byte>()),
        ];
        return
        [
            new AppendAccepted(group, Sender, Receiver, term, at.Index),
            new AppendRejected(group, Sender, Receiver, term, new LogIndex(310), at, true),
            new AppendRequest(group, Sender, Receiver, term, at, entries, new LogIndex(299)),
            new ForwardedProposal(group, Sender, Receiver, term, ulong.MaxValue, "forwarded"u8.ToArray()),
            new ForwardedProposalResponse(group, Sender, Receiver, term, 9, default, RefusalReason.TimedOut),
            new Heartbeat(group, Sender, Receiver, term, at.Index, 12, true),
            new HeartbeatResponse(group, Sender, Receiver, term, 12, new LogIndex(200), true),
            new PreVoteRequest(group, Sender, Receiver, term, at),
            new PreVoteResponse(group, Sender, Receiver, term, term.Next, true),
            new ReadIndexRequest(group, Sender, Receiver, term, 77),
            new ReadIndexResponse(group, Sender, Receiver, term, 77, at.Index),
            new SnapshotChunk(
                group, Sender, Receiver, term, new SnapshotDescription(at, joint.Left), 1 << 20, "a piece"u8.ToArray(), true),
            new SnapshotChunkRequest(group, Sender, Receiver, term, at, 1 << 20, new LogIndex(250)),
            new SnapshotOffer(group, Sender, Receiver, term, new NodeId(3), new LogIndex(250)),
            new SnapshotUnavailable(group, Sender, Receiver, term, new NodeId(3)),
            new StaleTerm(group, Sender, Receiver, term),
            new TimeoutNow(group, Sender, Receiver, term, at.Index),
            new VoteGranted(group, Sender, Receiver, term),
            new VoteRefused(group, Sender, Receiver, term),
            new VoteRequest(new GroupId(ulong.MaxValue), Sender, Receiver, new Term(long.MaxValue), at, true),
        ];
    }

    /// <summary>What learners that follow a follower brought with them, always the same.</summary>
    public static IReadOnlyList<Message> OfFeeding()
    {
        var (group, term, at) = (new GroupId(1), new Term(7), new LogPosition(new LogIndex(300), new Term(6)));
        Entry[] entries = [new(at.Index + 1, new Term(6), EntryKind.Command, "a command"u8.ToArray()), new(at.Index + 2, term, EntryKind.Noop)];
        return
        [
            new FeedRequest(group, Sender, Receiver, term, at),
            new Feed(group, Sender, Receiver, term, at, entries, at.Index + 2),
            new HeartbeatResponse(group, Sender, Receiver, term, 12, new LogIndex(200), Feeder: new NodeId(3)),
        ];
    }

    /// <summary>Any message.</summary>
    public static Message Any(Random chance)
    {
        var (group, term) = (new GroupId(chance.Next(3) == 0 ? (ulong)chance.NextInt64() : 1), new Term(Number(chance)));
        return chance.Next(22) switch
        {
            0 => new AppendAccepted(group, Sender, Receiver, term, Index(chance)),
            1 => new AppendRejected(group, Sender, Receiver, term, Index(chance), Position(chance), Coin(chance)),
            2 => Append(chance, group, term),
            3 => new ForwardedProposal(group, Sender, Receiver, term, (ulong)chance.NextInt64(), Bytes(chance)),
            4 => new ForwardedProposalResponse(
                group, Sender, Receiver, term, (ulong)Number(chance), Position(chance), (RefusalReason)chance.Next(11)),
            5 => new Heartbeat(group, Sender, Receiver, term, Index(chance), Number(chance), Coin(chance)),
            6 => new HeartbeatResponse(
                group, Sender, Receiver, term, Number(chance), Index(chance), Coin(chance), new NodeId((ulong)Number(chance))),
            7 => new PreVoteRequest(group, Sender, Receiver, term, Position(chance)),
            8 => new PreVoteResponse(group, Sender, Receiver, term, new Term(Number(chance)), Coin(chance)),
            9 => new ReadIndexRequest(group, Sender, Receiver, term, (ulong)Number(chance)),
            10 => new ReadIndexResponse(group, Sender, Receiver, term, (ulong)Number(chance), Index(chance)),
            11 => new SnapshotChunk(
                group, Sender, Receiver, term, new SnapshotDescription(Position(chance), AnyMembership(chance)), Number(chance),
                Bytes(chance), Coin(chance)),
            12 => new SnapshotChunkRequest(group, Sender, Receiver, term, Position(chance), Number(chance), Index(chance)),
            13 => new SnapshotOffer(group, Sender, Receiver, term, new NodeId((ulong)Number(chance)), Index(chance)),
            14 => new SnapshotUnavailable(group, Sender, Receiver, term, new NodeId((ulong)Number(chance))),
            15 => new StaleTerm(group, Sender, Receiver, term),
            16 => new TimeoutNow(group, Sender, Receiver, term, Index(chance)),
            17 => new VoteGranted(group, Sender, Receiver, term),
            18 => new VoteRefused(group, Sender, Receiver, term),
            19 => new FeedRequest(group, Sender, Receiver, term, Position(chance)),
            20 => Append(chance, group, term) is var m ? new Feed(group, Sender, Receiver, term, m.Previous, m.Entries, m.Commit) : null!,
            _ => new VoteRequest(group, Sender, Receiver, term, Position(chance), Coin(chance)),
        };
    }

    /// <summary>All that two messages must have in common to be the same.</summary>
    public static string TextOf(Message message)
    {
        var hasher = new StateHasher();
        message.Hash(ref hasher);
        return $"{message.Group} {message} {hasher.Value:x32}";
    }

    private static AppendRequest Append(Random chance, GroupId group, Term term)
    {
        var previous = new LogPosition(new LogIndex(Number(chance) / 2), new Term(Number(chance)));
        var entries = new Entry[chance.Next(6)];
        for (var i = 0; i < entries.Length; i++)
        {
            var (index, of) = (previous.Index + 1 + i, new Term(Number(chance) / 2).Next);
            entries[i] = chance.Next(4) switch
            {
                0 => new Entry(index, of, EntryKind.Noop),
                1 => new Entry(index, of, EntryKind.Membership, default, AnyMembership(chance)),
                _ => new Entry(index, of, EntryKind.Command, Bytes(chance)),
            };
        }

        return new AppendRequest(group, Sender, Receiver, term, previous, entries, Index(chance));
    }

    private static Membership AnyMembership(Random chance) =>
        new(AnyRoster(chance), Coin(chance) ? AnyRoster(chance) : null);

    private static Roster AnyRoster(Random chance) => Roster.Of(
        Enumerable.Range(0, chance.Next(5)).Select(_ => 1 + (ulong)Number(chance)).Distinct()
            .Select(id => new Member(new NodeId(id), (MemberKind)chance.Next(3))));

    private static LogPosition Position(Random chance) => new(Index(chance), new Term(Number(chance)));

    private static LogIndex Index(Random chance) => new(Number(chance));

    private static long Number(Random chance) => chance.NextInt64(1L << chance.Next(63));

    private static bool Coin(Random chance) => chance.Next(2) == 0;

    private static byte[] Bytes(Random chance)
    {
        var bytes = new byte[chance.Next(40)];
        chance.NextBytes(bytes);
        return bytes;
    }
}
