using Runink.Raft;

namespace Runink.Barn.Tests;

public sealed class SnapshotFileTests
{
    private static readonly GroupId Group = new(7);
    private static readonly SnapshotDescription Described = StorageHarness.Description(30, 4);

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(1023)]
    [InlineData(1024)]
    [InlineData(1025)]
    [InlineData(100_000)]
    public void What_was_written_is_read_back(int length)
    {
        foreach (var compress in (bool[])[true, false])
        {
            var (store, _, content) = Written(length, compress);
            using var stream = store.Open(Group, Described);
            using var read = new MemoryStream();
            stream.CopyTo(read, 700);
            Assert.Equal(content.Bytes, read.ToArray());
        }
    }

    [Fact]
    public void Blocks_are_compressed_where_that_pays_and_only_there()
    {
        var compressible = Written(100_000, compress: true).Disk.Content("snap/7-000000000000001e-0000000000000004.snap");
        var plain = Written(100_000, compress: false).Disk.Content("snap/7-000000000000001e-0000000000000004.snap");

        // Half of it is noise, and stays; the other half is one byte over and over, which is not tried again at once.
        Assert.InRange(compressible.Length, 50_000, 75_000);
        Assert.InRange(plain.Length, 100_000, 103_000);
    }

    [Fact]
    public void No_bit_that_turns_goes_unnoticed()
    {
        var (_, disk, _) = Written(5000, compress: true);
        var name = disk.List("snap")[0];
        for (var at = 0; at < disk.Content(name).Length; at++)
        {
            var damaged = disk.AfterKill();
            damaged.Flip(name, at, at % 8);
            Assert.Throws<InvalidDataException>(() => ReadAll(damaged));
        }
    }

    [Fact]
    public void A_file_that_ends_early_or_late_is_not_a_snapshot()
    {
        var (_, disk, _) = Written(3000, compress: true);
        var name = disk.List("snap")[0];
        var whole = disk.Content(name);
        for (var length = 0; length < whole.Length; length++)
        {
            disk.Put(name, whole.AsSpan(0, length));
            Assert.Throws<InvalidDataException>(() => ReadAll(disk));
        }

        disk.Put(name, [.. whole, 0]);
        Assert.Throws<InvalidDataException>(() => ReadAll(disk));
    }

    [Fact]
    public void A_file_under_the_name_of_another_is_refused()
    {
        var (store, disk, _) = Written(100, compress: true);
        disk.Rename(disk.List("snap")[0], "snap/8-000000000000001e-0000000000000004.snap");

        Assert.Throws<InvalidDataException>(() => store.Open(new GroupId(8), Described));
        Assert.Throws<FileNotFoundException>(() => store.Open(Group, Described));
    }

    [Fact]
    public void A_content_that_fails_leaves_nothing()
    {
        var disk = new MemoryDisk();
        var store = new SnapshotStore(disk, new StorageOptions());

        Assert.Throws<ArithmeticException>(() => store.Take(Group, Described, new Failing()));

        Assert.Empty(disk.List("snap"));
    }

    private static byte[] ReadAll(MemoryDisk disk)
    {
        using var stream = new SnapshotStore(disk, new StorageOptions()).Open(Group, Described);
        using var read = new MemoryStream();
        stream.CopyTo(read);
        return read.ToArray();
    }

    private static (SnapshotStore Store, MemoryDisk Disk, PatternContent Content) Written(int length, bool compress)
    {
        var disk = new MemoryDisk();
        var content = new PatternContent(5, length);
        var store = new SnapshotStore(disk, new StorageOptions { SnapshotBlockBytes = 1024, CompressSnapshots = compress });
        store.Take(Group, Described, content);
        return (store, disk, content);
    }

    private sealed class Failing : ISnapshotContent
    {
        public void WriteTo(Stream stream)
        {
            stream.Write(new byte[5000]);
            throw new ArithmeticException("the state is not what it seems");
        }
    }
}
