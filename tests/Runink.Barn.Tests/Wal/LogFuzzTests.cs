using System.Buffers.Binary;
using Runink.Raft;
using static Runink.Barn.Tests.StorageHarness;

namespace Runink.Barn.Tests;

/// <summary>The log's decoder, given logs that were spoiled in any way.</summary>
public sealed class LogFuzzTests
{
    private const string Name = "wal/0000000000000001.log";

    private static readonly StorageOptions Options = new() { SegmentBytes = 4096, Salt = 0xA1B2C3D4E5F60718 };
    private static readonly Lazy<(byte[] Segment, HashSet<string> States)> Corpus = new(Write);

    [Fact]
    public void A_spoiled_log_is_refused_or_read_as_it_was_after_some_batch()
    {
        var (segment, states) = Corpus.Value;
        Fuzzing.Run(chance =>
        {
            if (Read(Fuzzing.Spoil(segment, chance)) is { } state)
                Assert.True(states.Contains(state), $"read as a log that never was: {state}");
        });
    }

    [Fact]
    public void A_spoiled_log_with_checksums_that_fit_is_refused_or_read()
    {
        var (segment, _) = Corpus.Value;
        Fuzzing.Run(chance =>
        {
            var spoiled = Fuzzing.Spoil(segment, chance);
            Reseal(spoiled);
            Read(spoiled);
        });
    }

    [Fact]
    public void Entries_and_memberships_that_are_read_would_be_written_like_that()
    {
        var membership = new byte[MembershipCodec.SizeOf(Members)];
        MembershipCodec.Write(Members, membership);
        var named = new Entry(new LogIndex(2), new Term(2), EntryKind.Membership, default, Members);
        Entry[] entries = [Command(1, 2, 20), named, Command(3, 2, 0)];
        var payload = new byte[entries.Sum(EntryCodec.SizeOf)];
        var end = payload.AsSpan();
        foreach (var entry in entries) end = end[EntryCodec.Write(entry, end)..];
        Fuzzing.Run(chance =>
        {
            var spoiled = Fuzzing.Spoil(membership, chance);
            if (MembershipCodec.Read(spoiled) is { } read)
            {
                var again = new byte[MembershipCodec.SizeOf(read)];
                MembershipCodec.Write(read, again);
                Assert.Equal(spoiled, again);
            }

            var spoiledEntries = Fuzzing.Spoil(payload, chance);
            if (EntryCodec.Read(spoiledEntries, new LogIndex(1), (uint)chance.Next(1, 5)) is { } some)
            {
                var again = new byte[some.Sum(EntryCodec.SizeOf)];
                var rest = again.AsSpan();
                foreach (var entry in some) rest = rest[EntryCodec.Write(entry, rest)..];
                Assert.Equal(spoiledEntries, again);
            }
        });
    }

    private static (byte[] Segment, HashSet<string> States) Write()
    {
        using var storage = new StorageHarness(options: Options).Founded();
        var states = new HashSet<string>();
        var disk = new MemoryDisk();
        states.Add("");
        void Note()
        {
            storage.Settle();
            disk.Put(Name, storage.Disk.Content(Name));
            states.Add(Read(disk.Content(Name))!);
        }

        Note();
        storage.Append(1, 3);
        Note();
        storage.Vote(2, 1);
        storage.Append(3, 4, term: 2, size: 90, truncates: true);
        Note();
        storage.Storage.Found(new GroupId(8), Membership.OfVoters(1));
        storage.Append(1, 2, group: new GroupId(8));
        Note();
        Assert.True(storage.Storage.Add(Home, new CompactLog(Description(2))));
        storage.Vote(3, 2);
        Note();
        storage.Add(new InstallSnapshot(storage.NextId(), Description(40, 5), KeepsLog: false));
        storage.Append(41, 2, term: 5, size: 600);
        Note();
        return (storage.Disk.Content(Name), states);
    }

    private static string? Read(byte[] segment)
    {
        var disk = new MemoryDisk();
        disk.Put(Name, segment);
        try
        {
            var log = LogRecovery.Run(disk);
            return string.Join('\n', log.Groups.Values.Select(group =>
                $"{group.Id} {GroupModel.StateOf(group.Term, group.VotedFor, group.Base, log.Lists[group.Id])}"));
        }
        catch (LogDamagedException)
        {
            return null;
        }
    }

    /// <summary>Makes all checksums fit, as far as lengths lead from one record to the next.</summary>
    private static void Reseal(byte[] segment)
    {
        if (segment.Length < SegmentHeader.Size) return;
        BinaryPrimitives.WriteUInt32LittleEndian(segment.AsSpan(60), Crc32C.Append(0, segment.AsSpan(0, 60)));
        if (SegmentHeader.Read(segment, out var header) is not null) return;
        var chain = header.Chain;
        for (var at = SegmentHeader.Size; at + FrameHeader.Size <= segment.Length;)
        {
            BinaryPrimitives.WriteUInt64LittleEndian(segment.AsSpan(at), header.Salt);
            BinaryPrimitives.WriteUInt32LittleEndian(segment.AsSpan(at + 24), chain);
            chain = Crc32C.Append(0, segment.AsSpan(at, 28));
            BinaryPrimitives.WriteUInt32LittleEndian(segment.AsSpan(at + 28), chain);
            var end = at + FrameHeader.Size + (long)BinaryPrimitives.ReadUInt32LittleEndian(segment.AsSpan(at + 16));
            at += FrameHeader.Size;
            while (at + RecordHeader.Size <= Math.Min(end, segment.Length))
            {
                var total = RecordHeader.Parse(segment.AsSpan(at)).TotalLength;
                if (at + total > Math.Min(end, segment.Length)) return;
                chain = RecordHeader.Seal(segment.AsSpan(at, (int)total), chain);
                at += (int)total;
            }
        }
    }
}
