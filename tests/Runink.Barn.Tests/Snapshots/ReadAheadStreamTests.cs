namespace Runink.Barn.Tests;

public sealed class ReadAheadStreamTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(256 << 10)]
    [InlineData((256 << 10) + 1)]
    [InlineData(3_000_000)]
    public void All_is_read_in_its_order(int length)
    {
        var content = new PatternContent(length, length).Bytes;
        using var ahead = new ReadAheadStream(new MemoryStream(content));
        using var read = new MemoryStream();
        ahead.CopyTo(read, 70_001);
        Assert.Equal(content, read.ToArray());
        Assert.Equal(0, ahead.Read(new byte[10]));
    }

    [Fact]
    public void A_large_snapshot_is_read_ahead_and_still_checked()
    {
        var (group, described) = (new Runink.Raft.GroupId(7), StorageHarness.Description(30, 4));
        var content = new PatternContent(3, 12_000_000);
        var disk = new MemoryDisk();
        var store = new SnapshotStore(disk, new StorageOptions());
        store.Take(group, described, content);
        using (var whole = store.Open(group, described))
        {
            Assert.IsType<ReadAheadStream>(whole);
            using var read = new MemoryStream();
            whole.CopyTo(read);
            Assert.Equal(content.Bytes, read.ToArray());
        }

        disk.Flip(disk.List("snap")[0], 5_000_000, 3);
        using var damaged = store.Open(group, described);
        Assert.Throws<InvalidDataException>(() => damaged.CopyTo(Stream.Null));
    }

    [Fact]
    public void What_the_source_throws_is_thrown_behind_what_came_before_it_and_again()
    {
        using var ahead = new ReadAheadStream(new Failing(512 << 10));
        Assert.Equal(512 << 10, ahead.ReadAtLeast(new byte[512 << 10], 512 << 10));
        for (var i = 0; i < 2; i++) Assert.Equal("the disk failed", Assert.Throws<IOException>(() => ahead.Read(new byte[1])).Message);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1000)]
    [InlineData(300_000)]
    public void It_can_be_left_in_the_midst_and_takes_the_source_with_it(int read)
    {
        var source = new MemoryStream(new byte[10_000_000]);
        using (var ahead = new ReadAheadStream(source)) Assert.Equal(read, read == 0 ? 0 : ahead.ReadAtLeast(new byte[read], read));
        Assert.False(source.CanRead);
    }

    private sealed class Failing(int after) : MemoryStream(new byte[after])
    {
        public override int Read(Span<byte> buffer) => base.Read(buffer) is var read && (read > 0 || buffer.IsEmpty) ? read : throw new IOException("the disk failed");
    }
}
