using System.Buffers.Binary;
using System.IO.Pipes;
using Runink.Data.Arrow;
using Runink.Data.Arrow.Ipc;

namespace Runink.Data.Tests.Arrow;

/// <summary>What is written is read again: the same values, types and notes.</summary>
public sealed class RoundTripTests
{
    [Fact]
    public void Every_type_survives_a_stream()
    {
        for (var round = 0; round < 20; round++)
        {
            var random = new RandomBatches(Seed.Next());
            var schema = random.SchemaOfAll();
            var batches = new[] { 0, 1, 7, 64, 300 }.Select(rows => random.Batch(schema, rows)).ToArray();
            using var stream = Write(schema, batches);
            using var reader = ArrowStreamReader.Open(stream, new ArrowLimits { CheckUtf8 = false });
            Assert.Equal(Shown.Schema(schema), Shown.Schema(reader.Schema));
            foreach (var expected in batches)
            {
                using var batch = reader.Read();
                Assert.NotNull(batch);
                Assert.Equal(expected.RowCount, batch.RowCount);
                Assert.Equal(Shown.Batch(expected), Shown.Batch(batch));
                Assert.Equal(expected.Metadata, batch.Metadata);
            }
            Assert.Null(reader.Read());
            Assert.True(reader.EndedByMark);
        }
    }

    [Fact]
    public void Every_type_survives_a_file_and_its_batches_are_read_in_any_order()
    {
        var random = new RandomBatches(Seed.Next());
        var all = random.SchemaOfAll();
        // A file has one dictionary for all batches, and these change theirs.
        var schema = all with { Fields = [.. all.Fields.Where(field => field.Dictionary is null)] };
        var batches = new[] { 3, 0, 100 }.Select(rows => random.Batch(schema, rows)).ToArray();
        using var stream = new MemoryStream();
        var writer = new ArrowFileWriter(stream, schema);
        foreach (var batch in batches) writer.Write(batch);
        writer.End();
        using var reader = ArrowFileReader.Open(new MemoryStream(stream.ToArray()));
        Assert.Equal(Shown.Schema(schema), Shown.Schema(reader.Schema));
        foreach (var i in new[] { 2, 0, 1 })
        {
            using var batch = reader.Read(i);
            Assert.Equal(Shown.Batch(batches[i]), Shown.Batch(batch));
        }
    }

    [Fact]
    public void A_file_refuses_a_second_dictionary()
    {
        var random = new RandomBatches(Seed.Next());
        var schema = new ArrowSchema([.. random.SchemaOfAll().Fields.Where(field => field.Dictionary is not null)]);
        using var writer = new ArrowFileWriter(new MemoryStream(), schema);
        var failure = Assert.Throws<ArgumentException>(() =>
        {
            for (var i = 0; i < 100; i++) writer.Write(random.Batch(schema, 10));
        });
        Assert.Contains("one dictionary", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_stream_in_the_form_before_the_mark_is_read()
    {
        var random = new RandomBatches(Seed.Next());
        var schema = random.SchemaOfAll();
        using var expected = random.Batch(schema, 10);
        using var stream = Write(schema, expected);
        using var reader = ArrowStreamReader.Open(new MemoryStream(WithoutMarks(stream.ToArray())));
        using var batch = reader.Read();
        Assert.NotNull(batch);
        Assert.Equal(Shown.Batch(expected), Shown.Batch(batch));
        Assert.Null(reader.Read());
        Assert.True(reader.EndedByMark);
    }

    [Fact]
    public void A_stream_that_just_stops_between_batches_says_so()
    {
        var random = new RandomBatches(Seed.Next());
        var schema = random.SchemaOfAll();
        using var batch = random.Batch(schema, 10);
        var bytes = Write(schema, batch).ToArray();
        using var reader = ArrowStreamReader.Open(new MemoryStream(bytes, 0, bytes.Length - 8));
        using (var read = reader.Read()) Assert.NotNull(read);
        Assert.Null(reader.Read());
        Assert.False(reader.EndedByMark);
    }

    [Fact]
    public void Buffers_of_a_batch_that_was_read_are_aligned()
    {
        var random = new RandomBatches(Seed.Next());
        var schema = new ArrowSchema([new("a", new ArrowType.Int(64, IsSigned: true)), new("b", new ArrowType.Utf8(IsLarge: false))]);
        using var expected = random.Batch(schema, 1001);
        using var reader = ArrowStreamReader.Open(Write(schema, expected));
        using var batch = reader.Read();
        Assert.NotNull(batch);
        Assert.All(batch.Columns, column => Assert.All([column.Validity, column.Offsets, column.Data], buffer => Assert.Equal(0, Misplaced(buffer))));

        static unsafe long Misplaced(ReadOnlyMemory<byte> buffer)
        {
            fixed (byte* address = buffer.Span) return buffer.Length <= 8 ? 0 : (long)address % 64;
        }
    }

    [Fact]
    public async Task A_reader_at_the_other_end_of_a_pipe_holds_the_writer_up()
    {
        var random = new RandomBatches(1);
        var schema = new ArrowSchema([new("a", new ArrowType.Int(64, IsSigned: true)) { IsNullable = false }]);
        using var batch = random.Batch(schema, 100_000);
        using var server = new AnonymousPipeServerStream(PipeDirection.Out);
        using var client = new AnonymousPipeClientStream(PipeDirection.In, server.ClientSafePipeHandle);
        var written = 0;
        var writing = Task.Run(() =>
        {
            using var writer = new ArrowStreamWriter(server, schema);
            for (var i = 0; i < 8; i++)
            {
                writer.Write(batch);
                Interlocked.Increment(ref written);
            }
            writer.End();
        }, TestContext.Current.CancellationToken);
        using var reader = ArrowStreamReader.Open(client);
        for (var read = 0; read < 8; read++)
        {
            // A pipe holds less than one of these batches.
            Assert.InRange(Volatile.Read(ref written), 0, read);
            using var got = reader.Read();
            Assert.Equal(100_000, got!.RowCount);
        }
        Assert.Null(reader.Read());
        await writing;
    }

    [Fact]
    public void A_disposed_batch_shows_nothing_any_more()
    {
        var random = new RandomBatches(1);
        var schema = random.SchemaOfAll();
        var batch = random.Batch(schema, 1);
        batch.Dispose();
        batch.Dispose();
        Assert.Throws<ObjectDisposedException>(() => batch.Columns);
    }

    internal static MemoryStream Write(ArrowSchema schema, params IEnumerable<RecordBatch> batches)
    {
        var stream = new MemoryStream();
        using var writer = new ArrowStreamWriter(stream, schema, leaveOpen: true);
        foreach (var batch in batches) writer.Write(batch);
        writer.End();
        stream.Position = 0;
        return stream;
    }

    /// <summary>The same messages with only their length before them.</summary>
    private static byte[] WithoutMarks(byte[] stream)
    {
        using var old = new MemoryStream();
        var at = 0;
        while (at < stream.Length)
        {
            var length = BinaryPrimitives.ReadInt32LittleEndian(stream.AsSpan(at + 4));
            old.Write(stream, at + 4, 4 + length);
            at += 8 + length;
            if (length == 0) break;
            var body = (int)Data.Arrow.Flat.FlatTable.Root(stream.AsSpan(at - length, length)).Int64(3);
            old.Write(stream, at, body);
            at += body;
        }
        return old.ToArray();
    }
}
