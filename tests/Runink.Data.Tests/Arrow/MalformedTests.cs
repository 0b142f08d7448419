using Runink.Data.Arrow;
using Runink.Data.Arrow.Flat;
using Runink.Data.Arrow.Ipc;
using Runink.Data.Arrow.Memory;

namespace Runink.Data.Tests.Arrow;

/// <summary>Each of these is an attack, and an error that says what is wrong.</summary>
public sealed class MalformedTests
{
    private static readonly ArrowField Text = new("name", new ArrowType.Utf8(IsLarge: false));

    [Theory]
    [InlineData(new[] { 0, 5, 3, 6 })]
    [InlineData(new[] { -1, 1, 2, 3 })]
    [InlineData(new[] { 0, 1, 2, 7 })]
    [InlineData(new[] { 0, int.MinValue, 5, 6 })]
    [InlineData(new[] { 0, int.MaxValue, 5, 6 })]
    public void Offsets_that_fall_or_leave_the_bytes_are_refused(int[] offsets)
    {
        var column = new ArrowColumn(Text, 3) { Offsets = Little(offsets), Data = new byte[offsets[^1]] };
        // The writer writes as many bytes as the last offset says; one less is the attack.
        Refused("offsets", Text, column, bytes => offsets[^1] == 7 ? Shorten(bytes) : bytes);

        static byte[] Shorten(byte[] stream)
        {
            // The length of the data buffer stands in the metadata as 7, in 8 bytes behind its offset.
            for (var at = stream.Length - 16; at > 8; at--)
            {
                if (BitConverter.ToInt64(stream, at) == 7 && BitConverter.ToInt64(stream, at - 8) == 64) stream[at] = 6;
            }
            return stream;
        }
    }

    [Fact]
    public void A_place_outside_the_dictionary_is_refused()
    {
        var field = Text with { Dictionary = new ArrowDictionary(7, new ArrowType.Int(8, IsSigned: true), IsOrdered: false) };
        var values = new ArrowColumn(Text, 2) { Offsets = Little([0, 1, 2]), Data = "ab"u8.ToArray() };
        var column = new ArrowColumn(field, 3) { Data = new byte[] { 0, 1, 2 }, Dictionary = values };
        Refused("outside its dictionary of 2", field, column);
        Refused("outside its dictionary of 2", field, new ArrowColumn(field, 1) { Data = new byte[] { 0xFF }, Dictionary = values });
    }

    [Fact]
    public void Text_that_is_not_utf8_is_refused_when_asked_for()
    {
        var column = new ArrowColumn(Text, 2) { Offsets = Little([0, 1, 2]), Data = new byte[] { (byte)'a', 0xFF } };
        Refused("row 1 of the column \"name\" is not valid UTF-8", Text, column, limits: new ArrowLimits { CheckUtf8 = true });
    }

    [Fact]
    public void Fields_too_deep_in_each_other_are_refused()
    {
        var field = new ArrowField("leaf", new ArrowType.Bool());
        for (var i = 0; i < 64; i++) field = new("l", new ArrowType.List(IsLarge: false)) { Children = [field] };
        using var stream = RoundTripTests.Write(new ArrowSchema([field]));
        Assert.Contains("64 deep", Fails(stream).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_few_bytes_cannot_unfold_into_countless_fields()
    {
        // Each struct refers to the one below twice: forty of them would be a million million fields.
        var flat = new FlatWriter();
        var schema = BeginSchema(flat, version: 4, FlatSlot.Reference(1));
        var children = flat.Vector(1, 4);
        flat.Refer(schema, 1, children);
        for (var depth = 0; depth < 40; depth++)
        {
            var field = flat.Table([FlatSlot.Byte(2, (byte)WireType.Struct), FlatSlot.Reference(3), FlatSlot.Reference(5)]);
            for (var i = 0; i < (depth == 0 ? 1 : 2); i++) flat.ReferElement(children, i, field);
            flat.Refer(field, 3, flat.Table([]));
            children = flat.Vector(depth == 39 ? 0 : 2, 4);
            flat.Refer(field, 5, children);
        }
        Assert.Contains("fields", Fails(Stream(flat)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_few_bytes_cannot_unfold_into_endless_text()
    {
        var flat = new FlatWriter();
        var schema = BeginSchema(flat, version: 4, FlatSlot.Reference(1), FlatSlot.Reference(2));
        flat.Refer(schema, 1, flat.Vector(0, 4));
        var notes = flat.Vector(100_000, 4);
        flat.Refer(schema, 2, notes);
        var note = flat.Table([FlatSlot.Reference(0)]);
        for (var i = 0; i < 100_000; i++) flat.ReferElement(notes, i, note);
        flat.Refer(note, 0, flat.Text(new string('x', 100_000)));
        Assert.Contains("texts", Fails(Stream(flat)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_few_bytes_cannot_unfold_into_countless_notes_without_texts()
    {
        var flat = new FlatWriter();
        var schema = BeginSchema(flat, version: 4, FlatSlot.Reference(1));
        var fields = flat.Vector(100, 4);
        flat.Refer(schema, 1, fields);
        var field = flat.Table([FlatSlot.Byte(2, (byte)WireType.Struct), FlatSlot.Reference(3), FlatSlot.Reference(6)]);
        for (var i = 0; i < 100; i++) flat.ReferElement(fields, i, field);
        flat.Refer(field, 3, flat.Table([]));
        var notes = flat.Vector(100_000, 4);
        flat.Refer(field, 6, notes);
        var note = flat.Table([]);
        for (var i = 0; i < 100_000; i++) flat.ReferElement(notes, i, note);
        Assert.Contains("texts", Fails(Stream(flat)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(4, "big-endian")]
    [InlineData(1, "version V2")]
    public void What_another_machine_or_age_wrote_is_named(int version, string words)
    {
        var flat = new FlatWriter();
        var schema = BeginSchema(flat, version, FlatSlot.Int16(0, 1), FlatSlot.Reference(1));
        flat.Refer(schema, 1, flat.Vector(0, 4));
        Assert.Contains(words, Fails(Stream(flat)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_claim_of_a_huge_body_costs_no_memory()
    {
        var flat = new FlatWriter();
        flat.Clear();
        var message = flat.Table([FlatSlot.Int16(0, 4), FlatSlot.Byte(1, 3), FlatSlot.Reference(2), FlatSlot.Int64(3, 2_000_000_000)]);
        flat.SetRoot(message);
        flat.Refer(message, 2, flat.Table([]));
        using var schema = RoundTripTests.Write(new ArrowSchema([Text]));
        var stream = new MemoryStream([.. schema.ToArray()[..^8], .. Stream(flat).ToArray()]);
        using var reader = ArrowStreamReader.Open(stream);
        var before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Contains("ends inside the body", Assert.Throws<ArrowFormatException>(() => reader.Read()).Message, StringComparison.Ordinal);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 100 << 20);
    }

    [Fact]
    public void Something_else_is_no_file_of_arrow()
    {
        Assert.Throws<ArrowFormatException>(() => ArrowFileReader.Open(new MemoryStream("ARROW1"u8.ToArray())));
        Assert.Throws<ArrowFormatException>(() => ArrowFileReader.Open(new MemoryStream(new byte[1000])));
        Assert.Throws<ArrowFormatException>(() => ArrowStreamReader.Open(new MemoryStream("id,name\n1,a\n"u8.ToArray())));
        Assert.Throws<ArrowFormatException>(() => ArrowStreamReader.Open(new MemoryStream()));
    }

    private static byte[] Little(int[] values) => [.. values.SelectMany(BitConverter.GetBytes)];

    private static void Refused(
        string words, ArrowField field, ArrowColumn column, Func<byte[], byte[]>? change = null, ArrowLimits? limits = null)
    {
        var schema = new ArrowSchema([field]);
        using var batch = new RecordBatch(schema, column.Length, [column], new BatchMemory());
        var bytes = RoundTripTests.Write(schema, batch).ToArray();
        using var reader = ArrowStreamReader.Open(new MemoryStream(change?.Invoke(bytes) ?? bytes), limits);
        Assert.Contains(words, Assert.Throws<ArrowFormatException>(() => reader.Read()).Message, StringComparison.Ordinal);
    }

    private static ArrowFormatException Fails(Stream stream) =>
        Assert.Throws<ArrowFormatException>(() => ArrowStreamReader.Open(stream));

    /// <summary>Writes the head of a message with a schema, and returns the schema, which has these slots.</summary>
    private static int BeginSchema(FlatWriter flat, int version, params ReadOnlySpan<FlatSlot> slots)
    {
        flat.Clear();
        var message = flat.Table([FlatSlot.Int16(0, version), FlatSlot.Byte(1, 1), FlatSlot.Reference(2), FlatSlot.Int64(3, 0)]);
        flat.SetRoot(message);
        var schema = flat.Table(slots);
        flat.Refer(message, 2, schema);
        return schema;
    }

    private static MemoryStream Stream(FlatWriter flat)
    {
        var metadata = flat.Written.ToArray();
        return new MemoryStream([0xFF, 0xFF, 0xFF, 0xFF, .. BitConverter.GetBytes(metadata.Length), .. metadata]);
    }
}
