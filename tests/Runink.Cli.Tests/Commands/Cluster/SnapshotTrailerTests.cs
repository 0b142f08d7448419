using System.Security.Cryptography;
using Runink.Cli.Commands.Cluster.Snapshots;

namespace Runink.Cli.Tests.Commands.Cluster;

public sealed class SnapshotTrailerTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(32)]
    [InlineData(33)]
    [InlineData(1000)]
    public void The_trailer_is_found_however_the_file_is_cut(int piece)
    {
        var content = RandomNumberGenerator.GetBytes(150);
        byte[] file = [.. content, .. SHA256.HashData(content)];
        Assert.True(Feed(file, piece));
        file[75] ^= 1;
        Assert.False(Feed(file, piece));
        Assert.False(Feed(file[..^1], piece));
    }

    [Fact]
    public void A_file_that_is_too_short_is_not_whole() => Assert.False(Feed(new byte[31], 8));

    private static bool Feed(byte[] file, int piece)
    {
        var trailer = new SnapshotTrailer();
        foreach (var bytes in file.Chunk(piece)) trailer.Add(bytes);
        return trailer.Matches();
    }
}
