using System.Buffers.Binary;
using Runink.Data.Arrow.Flat;

namespace Runink.Data.Arrow.Ipc;

/// <summary>Writes an Arrow IPC file; it can be read only after <see cref="End"/>. For one thread.</summary>
public sealed class ArrowFileWriter : IDisposable
{
    private readonly Stream _stream;
    private readonly ArrowSchema _schema;
    private readonly GatheringOutput _output;
    private readonly MessageWriter _messages;
    private readonly DictionaryWriter _dictionaries;
    private readonly List<MessageBlock> _dictionaryBlocks = [];
    private readonly List<MessageBlock> _batchBlocks = [];

    /// <summary>Writes the beginning and the schema.</summary>
    /// <param name="stream">Where the bytes go; closed with the writer.</param>
    /// <param name="schema">What all batches hold.</param>
    public ArrowFileWriter(Stream stream, ArrowSchema schema)
    {
        _stream = stream;
        _schema = schema;
        _output = new GatheringOutput(stream);
        _messages = new MessageWriter(_output);
        _dictionaries = new DictionaryWriter(_messages);
        _output.Write(ArrowFile.Magic);
        _output.Align(8);
        _messages.WriteSchema(schema);
    }

    /// <summary>Writes a batch. Its notes are written, too.</summary>
    /// <exception cref="ArgumentException">
    /// The batch has another number of columns than the schema, or another dictionary than the batches before it: a file has
    /// one dictionary for all.
    /// </exception>
    public void Write(RecordBatch batch)
    {
        MessageWriter.RequireColumns(batch, _schema);
        _dictionaries.Write(batch.Columns, (block, isReplaced) =>
        {
            if (isReplaced)
                throw new ArgumentException("a file holds one dictionary for all batches; write a stream instead", nameof(batch));
            _dictionaryBlocks.Add(block);
        });
        _batchBlocks.Add(_messages.WriteBatch(batch.RowCount, batch.Columns, batch.Metadata));
        // The batch may go now.
        _output.Flush();
    }

    /// <summary>Writes the footer, without which the file cannot be read.</summary>
    public void End()
    {
        _messages.WriteEnd();
        var flat = new FlatWriter();
        flat.Clear();
        var footer = flat.Table(
            [FlatSlot.Int16(0, MessageWriter.Version), FlatSlot.Reference(1), FlatSlot.Reference(2), FlatSlot.Reference(3)]);
        flat.SetRoot(footer);
        flat.Refer(footer, 1, SchemaWriter.Write(flat, _schema));
        flat.Refer(footer, 2, Blocks(flat, _dictionaryBlocks));
        flat.Refer(footer, 3, Blocks(flat, _batchBlocks));
        var bytes = flat.Written.Span;
        Span<byte> length = stackalloc byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(length, bytes.Length);
        _output.Write(bytes);
        _output.Write(length);
        _output.Write(ArrowFile.Magic);
        _output.Flush();
    }

    /// <summary>Closes the stream.</summary>
    public void Dispose() => _stream.Dispose();

    private static int Blocks(FlatWriter flat, List<MessageBlock> blocks)
    {
        var vector = flat.Vector(blocks.Count, 24, alignment: 8);
        for (var i = 0; i < blocks.Count; i++)
        {
            var element = flat.Element(vector, i, 24);
            BinaryPrimitives.WriteInt64LittleEndian(element, blocks[i].Offset);
            BinaryPrimitives.WriteInt32LittleEndian(element[8..], blocks[i].MetadataBytes);
            BinaryPrimitives.WriteInt64LittleEndian(element[16..], blocks[i].BodyBytes);
        }
        return vector;
    }
}
