using System.Buffers.Binary;
using Runink.Raft;

namespace Runink.Barn.Tests;

/// <summary>The reader of snapshots, given files that were spoiled in any way.</summary>
public sealed class SnapshotFuzzTests
{
    private static readonly GroupId Group = new(7);
    private static readonly SnapshotDescription Described = StorageHarness.Description(30, 4);
    private static readonly PatternContent Content = new(5, 2500);
    private static readonly Lazy<byte[]> Corpus = new(Write);

    [Fact]
    public void A_spoiled_snapshot_gives_nothing_but_what_was_written_and_never_ends_well()
    {
        Fuzzing.Run(chance =>
        {
            var spoiled = Fuzzing.Spoil(Corpus.Value, chance);
            var (read, isWhole) = Read(spoiled);
            Assert.True(read.AsSpan().SequenceEqual(Content.Bytes.AsSpan(0, read.Length)), "gives what was never written");
            Assert.Equal(spoiled.AsSpan().SequenceEqual(Corpus.Value), isWhole);
        });
    }

    [Fact]
    public void A_spoiled_snapshot_with_checksums_that_fit_does_not_end_well()
    {
        Fuzzing.Run(chance =>
        {
            var spoiled = Fuzzing.Spoil(Corpus.Value, chance);
            Reseal(spoiled);
            Assert.Equal(spoiled.AsSpan().SequenceEqual(Corpus.Value), Read(spoiled).IsWhole);
        });
    }

    private static (byte[] Content, bool IsWhole) Read(byte[] file)
    {
        var disk = new MemoryDisk();
        disk.Put(new SnapshotName(Group, Described.Position).Whole, file);
        using var read = new MemoryStream();
        try
        {
            using var stream = new SnapshotStore(disk, new StorageOptions()).Open(Group, Described);
            stream.CopyTo(read);
            return (read.ToArray(), true);
        }
        catch (InvalidDataException)
        {
            return (read.ToArray(), false);
        }
    }

    private static byte[] Write()
    {
        var disk = new MemoryDisk();
        new SnapshotStore(disk, new StorageOptions { SnapshotBlockBytes = 512 }).Take(Group, Described, Content);
        return disk.Content(disk.List("snap")[0]);
    }

    /// <summary>Makes the checksums of the blocks fit, as far as lengths lead from one to the next.</summary>
    private static void Reseal(byte[] file)
    {
        var at = SnapshotHeader.Write(Group, Described).Length;
        if (file.Length < at) return;
        var chain = BinaryPrimitives.ReadUInt32LittleEndian(file.AsSpan(at - 8));
        while (at + SnapshotFileWriter.BlockHead <= file.Length)
        {
            var end = at + SnapshotFileWriter.BlockHead + (long)BinaryPrimitives.ReadUInt32LittleEndian(file.AsSpan(at + 8));
            if (end > file.Length) return;
            chain = Crc32C.Append(chain, file.AsSpan(at + 4, (int)end - at - 4));
            BinaryPrimitives.WriteUInt32LittleEndian(file.AsSpan(at), chain);
            at = (int)end;
        }
    }
}
