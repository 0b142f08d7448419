using System.Buffers.Binary;
using Runink.Data.Arrow;
using Runink.Data.Arrow.Flat;
using Runink.Data.Arrow.Ipc;

namespace Runink.Data.Tests.Arrow;

/// <summary>Messages of one column that Runink reads and never writes.</summary>
internal static class Crafted
{
    internal const byte Lz4 = 0;
    internal const byte Zstd = 1;

    /// <summary>A stream of these messages.</summary>
    internal static MemoryStream Stream(ArrowField field, params IEnumerable<byte[]> messages)
    {
        var schema = RoundTripTests.Write(new ArrowSchema([field])).ToArray();
        byte[] end = [0xFF, 0xFF, 0xFF, 0xFF, 0, 0, 0, 0];
        return new MemoryStream([.. schema[..^8], .. messages.SelectMany(message => message), .. end]);
    }

    internal static byte[] Batch(int rows, byte? compression, params byte[][] buffers) =>
        Message(MessageKind.RecordBatch, buffers, (flat, message) => flat.Refer(message, 2, Table(flat, rows, buffers, compression)));

    internal static byte[] Dictionary(long id, bool isDelta, int rows, params byte[][] buffers) =>
        Message(MessageKind.DictionaryBatch, buffers, (flat, message) =>
        {
            var dictionary = flat.Table([FlatSlot.Int64(0, id), FlatSlot.Reference(1), FlatSlot.Bool(2, isDelta)]);
            flat.Refer(message, 2, dictionary);
            flat.Refer(dictionary, 1, Table(flat, rows, buffers, compression: null));
        });

    internal static byte[] Ints(params int[] values) => [.. values.SelectMany(BitConverter.GetBytes)];

    private static byte[] Message(MessageKind kind, byte[][] buffers, Action<FlatWriter, int> header)
    {
        var flat = new FlatWriter();
        flat.Clear();
        var body = buffers.Sum(buffer => Padded(buffer.Length));
        var message = flat.Table(
            [FlatSlot.Int16(0, 4), FlatSlot.Byte(1, (byte)kind), FlatSlot.Reference(2), FlatSlot.Int64(3, body)]);
        flat.SetRoot(message);
        header(flat, message);
        var metadata = flat.Written.ToArray();
        var bodies = buffers.SelectMany(buffer => buffer.Concat(new byte[Padded(buffer.Length) - buffer.Length]));
        return [0xFF, 0xFF, 0xFF, 0xFF, .. BitConverter.GetBytes(metadata.Length), .. metadata, .. bodies];
    }

    private static int Table(FlatWriter flat, int rows, byte[][] buffers, byte? compression)
    {
        FlatSlot[] slots = [FlatSlot.Int64(0, rows), FlatSlot.Reference(1), FlatSlot.Reference(2)];
        var batch = flat.Table(compression is null ? slots : [.. slots, FlatSlot.Reference(3)]);
        var nodes = flat.Vector(1, 16, alignment: 8);
        flat.Refer(batch, 1, nodes);
        BinaryPrimitives.WriteInt64LittleEndian(flat.Element(nodes, 0, 16), rows);
        var vector = flat.Vector(buffers.Length, 16, alignment: 8);
        flat.Refer(batch, 2, vector);
        var offset = 0;
        for (var i = 0; i < buffers.Length; i++)
        {
            BinaryPrimitives.WriteInt64LittleEndian(flat.Element(vector, i, 16), offset);
            BinaryPrimitives.WriteInt64LittleEndian(flat.Element(vector, i, 16)[8..], buffers[i].Length);
            offset += Padded(buffers[i].Length);
        }
        if (compression is { } codec) flat.Refer(batch, 3, flat.Table([FlatSlot.Byte(0, codec)]));
        return batch;
    }

    private static int Padded(int bytes) => (bytes + 7) & ~7;
}
