using System.Text;
using Runink.Runs.Files;

namespace Runink.Runs.Tests.Files;

public sealed class BoundedLineReaderTests
{
    [Fact]
    public async Task Lines_come_out_whole_whatever_pieces_they_arrive_in()
    {
        var random = Seed.Draw();
        for (var round = 0; round < 50; round++)
        {
            var lines = Enumerable.Range(0, random.Next(20))
                .Select(_ => new string('x', random.Next(random.Next(40_000) + 1))).ToList();
            var reader = new BoundedLineReader(new Drip(string.Concat(lines.Select(line => line + "\n")), random), 40_000);
            foreach (var line in lines) Assert.Equal(line, await ReadAsync(reader));
            Assert.Null(await ReadAsync(reader));
            Assert.Null(await ReadAsync(reader));
        }
    }

    [Fact]
    public async Task A_last_line_that_was_cut_off_is_told_apart()
    {
        var reader = new BoundedLineReader(new MemoryStream("whole\nhalf"u8.ToArray()), 100);

        Assert.Equal("whole", await ReadAsync(reader));
        Assert.True(reader.Terminated);
        Assert.Equal("half", await ReadAsync(reader));
        Assert.False(reader.Terminated);
        Assert.Null(await ReadAsync(reader));
    }

    [Fact]
    public async Task The_longest_line_passes_and_one_byte_more_does_not()
    {
        foreach (var end in new[] { "", "\n" })
        {
            Assert.Equal("0123456789", await ReadAsync(new BoundedLineReader(StreamOf("0123456789" + end), 10)));
            await Assert.ThrowsAsync<InvalidDataException>(
                () => ReadAsync(new BoundedLineReader(StreamOf("0123456789x" + end), 10)));
        }
    }

    private static MemoryStream StreamOf(string text) => new(Encoding.UTF8.GetBytes(text));

    private static async Task<string?> ReadAsync(BoundedLineReader reader) =>
        await reader.ReadAsync(TestProject.Cancellation) is { } line ? Encoding.UTF8.GetString(line.Span) : null;

    /// <summary>Gives a few bytes at a time.</summary>
    private sealed class Drip(string text, Random random) : MemoryStream(Encoding.UTF8.GetBytes(text))
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            base.ReadAsync(buffer[..Math.Min(buffer.Length, random.Next(1, 9000))], cancellationToken);
    }
}
