namespace Runink.Data.Arrow.Ipc;

/// <summary>
/// Writes an Arrow IPC stream. A write waits as long as the stream does, so a full pipe holds the writer up. For one thread.
/// </summary>
public sealed class ArrowStreamWriter : IDisposable
{
    private readonly Stream _stream;
    private readonly bool _leaveOpen;
    private readonly GatheringOutput _output;
    private readonly MessageWriter _messages;
    private readonly DictionaryWriter _dictionaries;

    /// <summary>Writes the schema.</summary>
    /// <param name="stream">Where the bytes go.</param>
    /// <param name="schema">What all batches hold.</param>
    /// <param name="leaveOpen">Whether the stream stays open when the writer is disposed.</param>
    public ArrowStreamWriter(Stream stream, ArrowSchema schema, bool leaveOpen = false)
    {
        _stream = stream;
        _leaveOpen = leaveOpen;
        Schema = schema;
        _output = new GatheringOutput(stream);
        _messages = new MessageWriter(_output);
        _dictionaries = new DictionaryWriter(_messages);
        _messages.WriteSchema(schema);
        _output.Flush();
    }

    /// <summary>Names and types of the columns.</summary>
    public ArrowSchema Schema { get; }

    /// <summary>Bytes written so far.</summary>
    public long BytesWritten => _output.Position;

    /// <summary>Writes a batch, with its notes; all of it is handed over on return. The batch stays the caller's.</summary>
    /// <exception cref="ArgumentException">The batch has another number of columns than the schema.</exception>
    public void Write(RecordBatch batch)
    {
        MessageWriter.RequireColumns(batch, Schema);
        _dictionaries.Write(batch.Columns);
        _messages.WriteBatch(batch.RowCount, batch.Columns, batch.Metadata);
        _output.Flush();
    }

    /// <summary>Writes the mark of the end. Without it a reader knows that the writer did not come to its end.</summary>
    public void End()
    {
        _messages.WriteEnd();
        _output.Flush();
    }

    /// <summary>Closes the stream, unless it is to stay open. Writes no mark: a failed writer has not come to its end.</summary>
    public void Dispose()
    {
        if (!_leaveOpen) _stream.Dispose();
    }
}
