using Runink.Data.Arrow.Memory;

namespace Runink.Data.Arrow.Ipc;

/// <summary>
/// Reads an Arrow IPC stream, batch by batch, as it comes: nothing is read ahead, so whoever writes into a pipe is held up by
/// whoever reads. Columns lie in the batch's own memory, into which the bytes were read. For one thread.
/// </summary>
public sealed class ArrowStreamReader : IDisposable
{
    private readonly Stream _stream;
    private readonly bool _leaveOpen;
    private readonly ArrowLimits _limits;
    private readonly MessageReader _messages;
    private readonly Dictionaries _dictionaries;
    private bool _isAtEnd;

    private ArrowStreamReader(Stream stream, ArrowLimits limits, bool leaveOpen)
    {
        _stream = stream;
        _limits = limits;
        _leaveOpen = leaveOpen;
        _messages = new MessageReader(stream, limits);
        var begins = _messages.TryRead();
        if (!begins || _messages.Kind != MessageKind.Schema)
            throw new ArrowFormatException("the stream does not begin with a schema") { EndsEarly = !begins && !_messages.SawEnd };
        _messages.SkipEmptyBody();
        Schema = new SchemaReader(limits).Read(_messages.Header);
        _dictionaries = new Dictionaries(limits);
        _dictionaries.Declare(Schema.Fields);
    }

    /// <summary>Names and types of the columns.</summary>
    public ArrowSchema Schema { get; }

    /// <summary>
    /// Whether the stream ended with the mark of its end. False when the bytes just ended, which the format allows and a writer
    /// that was killed between two batches also does.
    /// </summary>
    public bool EndedByMark { get; private set; }

    /// <summary>Bytes read so far; other threads may look.</summary>
    public long BytesRead => _messages.BytesRead;

    /// <summary>Reads the schema; waits until it has come.</summary>
    /// <param name="stream">Where the bytes come from; need not be seekable.</param>
    /// <param name="limits">What is taken at most; null for the usual limits.</param>
    /// <param name="leaveOpen">Whether the stream stays open when the reader is disposed.</param>
    /// <exception cref="ArrowFormatException">The bytes are no Arrow stream that Runink reads.</exception>
    public static ArrowStreamReader Open(Stream stream, ArrowLimits? limits = null, bool leaveOpen = false)
    {
        try
        {
            return new ArrowStreamReader(stream, limits ?? ArrowLimits.Default, leaveOpen);
        }
        catch
        {
            if (!leaveOpen) stream.Dispose();
            throw;
        }
    }

    /// <summary>The next batch, which the caller disposes, or null at the end. Waits until it has come whole.</summary>
    /// <exception cref="ArrowFormatException">The bytes break the format or a limit; do not use the reader again.</exception>
    public RecordBatch? Read()
    {
        while (!_isAtEnd)
        {
            if (!_messages.TryRead())
            {
                EndedByMark = _messages.SawEnd;
                _isAtEnd = true;
                break;
            }
            switch (_messages.Kind)
            {
                case MessageKind.RecordBatch:
                    return BatchReader.Read(_messages, Schema, _dictionaries, _limits);
                case MessageKind.DictionaryBatch:
                    _dictionaries.Read(_messages.Header, _messages.ReadBody(new BatchMemory(isPooled: false)));
                    break;
                default:
                    throw new ArrowFormatException($"a message of the kind {_messages.Kind} stands between the batches");
            }
        }
        return null;
    }

    /// <summary>Closes the stream, unless it is to stay open. Batches that were read stay valid.</summary>
    public void Dispose()
    {
        if (!_leaveOpen) _stream.Dispose();
    }
}
