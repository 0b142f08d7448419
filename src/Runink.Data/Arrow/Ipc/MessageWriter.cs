using System.Buffers.Binary;
using Runink.Data.Arrow.Flat;

namespace Runink.Data.Arrow.Ipc;

/// <summary>Writes encapsulated messages: the mark, the metadata, the body. For one thread.</summary>
internal sealed class MessageWriter(GatheringOutput output)
{
    /// <summary>The newest version, V5, as the format numbers it.</summary>
    internal const int Version = 4;
    private readonly FlatWriter _flat = new();
    private readonly BodyPlan _body = new();

    internal static void RequireColumns(RecordBatch batch, ArrowSchema schema)
    {
        var (found, wanted) = (batch.Columns.Count, schema.Fields.Count);
        if (found != wanted) throw new ArgumentException($"the batch has {found} columns, the schema {wanted}", nameof(batch));
    }

    internal void WriteSchema(ArrowSchema schema)
    {
        var message = Begin(MessageKind.Schema, bodyBytes: 0, notes: []);
        _flat.Refer(message, 2, SchemaWriter.Write(_flat, schema));
        WriteMetadata();
    }

    internal MessageBlock WriteDictionary(long id, ArrowColumn values)
    {
        _body.Clear();
        _body.Add(values);
        var message = Begin(MessageKind.DictionaryBatch, _body.Bytes, notes: []);
        var dictionary = _flat.Table([FlatSlot.Int64(0, id), FlatSlot.Reference(1)]);
        _flat.Refer(message, 2, dictionary);
        _flat.Refer(dictionary, 1, WriteBatchTable(values.Length));
        return WriteBody();
    }

    internal MessageBlock WriteBatch(
        int rowCount, IReadOnlyList<ArrowColumn> columns, IReadOnlyList<KeyValuePair<string, string>> notes)
    {
        _body.Clear();
        foreach (var column in columns) _body.Add(column);
        var message = Begin(MessageKind.RecordBatch, _body.Bytes, notes);
        _flat.Refer(message, 2, WriteBatchTable(rowCount));
        return WriteBody();
    }

    /// <summary>The mark after which no message comes.</summary>
    internal void WriteEnd() => output.Write([0xFF, 0xFF, 0xFF, 0xFF, 0, 0, 0, 0]);

    private int Begin(MessageKind kind, long bodyBytes, IReadOnlyList<KeyValuePair<string, string>> notes)
    {
        _flat.Clear();
        var message = _flat.Table(
        [
            FlatSlot.Int16(0, Version), FlatSlot.Byte(1, (byte)kind), FlatSlot.Reference(2), FlatSlot.Int64(3, bodyBytes),
            FlatSlot.Reference(4),
        ]);
        _flat.SetRoot(message);
        _flat.Refer(message, 4, SchemaWriter.Notes(_flat, notes));
        return message;
    }

    private int WriteBatchTable(int rowCount)
    {
        var batch = _flat.Table([FlatSlot.Int64(0, rowCount), FlatSlot.Reference(1), FlatSlot.Reference(2)]);
        var nodes = _flat.Vector(_body.Nodes.Count, 16, alignment: 8);
        for (var i = 0; i < _body.Nodes.Count; i++) WritePair(nodes, i, _body.Nodes[i].Length, _body.Nodes[i].Nulls);
        _flat.Refer(batch, 1, nodes);
        var buffers = _flat.Vector(_body.Buffers.Count, 16, alignment: 8);
        var offset = 0L;
        for (var i = 0; i < _body.Buffers.Count; i++)
        {
            WritePair(buffers, i, offset, _body.Buffers[i].Length);
            offset += BodyPlan.Padded(_body.Buffers[i].Length);
        }
        _flat.Refer(batch, 2, buffers);
        return batch;
    }

    private void WritePair(int vector, int index, long first, long second)
    {
        var element = _flat.Element(vector, index, 16);
        BinaryPrimitives.WriteInt64LittleEndian(element, first);
        BinaryPrimitives.WriteInt64LittleEndian(element[8..], second);
    }

    private MessageBlock WriteBody()
    {
        var (offset, metadataBytes) = WriteMetadata();
        foreach (var buffer in _body.Buffers)
        {
            output.Write(buffer);
            output.Align(GatheringOutput.Alignment);
        }
        return new MessageBlock(offset, metadataBytes, _body.Bytes);
    }

    /// <summary>Writes mark, length and metadata so that the body begins aligned.</summary>
    private (long Offset, int Bytes) WriteMetadata()
    {
        var offset = output.Position;
        var metadata = _flat.Written.Span;
        var bytes = (int)(BodyPlan.Padded(offset + 8 + metadata.Length) - offset);
        Span<byte> head = stackalloc byte[8];
        BinaryPrimitives.WriteInt32LittleEndian(head, -1);
        BinaryPrimitives.WriteInt32LittleEndian(head[4..], bytes - 8);
        output.Write(head);
        output.Write(metadata);
        output.Align(GatheringOutput.Alignment);
        return (offset, bytes);
    }
}
