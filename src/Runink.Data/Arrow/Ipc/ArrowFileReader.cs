using System.Buffers.Binary;
using Runink.Data.Arrow.Flat;
using Runink.Data.Arrow.Memory;

namespace Runink.Data.Arrow.Ipc;

/// <summary>Reads an Arrow IPC file, any batch at any time. For one thread.</summary>
public sealed class ArrowFileReader : IDisposable
{
    private readonly Stream _stream;
    private readonly ArrowLimits _limits;
    private readonly MessageReader _messages;
    private readonly Dictionaries _dictionaries;
    private readonly long[] _batches;

    private ArrowFileReader(Stream stream, ArrowLimits limits)
    {
        _stream = stream;
        _limits = limits;
        _messages = new MessageReader(stream, limits);
        var footer = FlatTable.Root(ReadFooter());
        if (footer.Int16(0) is not (3 or 4))
            throw new ArrowFormatException($"the file has the metadata version V{footer.Int16(0) + 1}; Runink reads V4 and V5");
        Schema = new SchemaReader(limits).Read(footer.Table(1, "schema"));
        _dictionaries = new Dictionaries(limits);
        _dictionaries.Declare(Schema.Fields);
        foreach (var offset in Blocks(footer.Vector(2, 24)))
        {
            Seek(offset, MessageKind.DictionaryBatch);
            _dictionaries.Read(_messages.Header, _messages.ReadBody(new BatchMemory(isPooled: false)));
        }
        _batches = Blocks(footer.Vector(3, 24));
    }

    /// <summary>Names and types of the columns.</summary>
    public ArrowSchema Schema { get; }

    /// <summary>The number of batches.</summary>
    public int BatchCount => _batches.Length;

    /// <summary>Reads the footer and the dictionaries.</summary>
    /// <param name="stream">The whole file, seekable; closed with the reader.</param>
    /// <param name="limits">What is taken at most; null for the usual limits.</param>
    /// <exception cref="ArrowFormatException">The bytes are no Arrow file that Runink reads.</exception>
    public static ArrowFileReader Open(Stream stream, ArrowLimits? limits = null)
    {
        try
        {
            return new ArrowFileReader(stream, limits ?? ArrowLimits.Default);
        }
        catch
        {
            stream.Dispose();
            throw;
        }
    }

    /// <summary>Reads one batch, which the caller disposes.</summary>
    /// <exception cref="ArrowFormatException">The bytes break the format or a limit.</exception>
    public RecordBatch Read(int batch)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)batch, (uint)_batches.Length);
        Seek(_batches[batch], MessageKind.RecordBatch);
        return BatchReader.Read(_messages, Schema, _dictionaries, _limits);
    }

    /// <summary>Closes the stream. Batches that were read stay valid.</summary>
    public void Dispose() => _stream.Dispose();

    private byte[] ReadFooter()
    {
        Span<byte> ends = stackalloc byte[10];
        if (_stream.Length < ArrowFile.Magic.Length * 2 + 8) throw NoFile("it is too short");
        _stream.Position = 0;
        _stream.ReadExactly(ends[..6]);
        if (!ends[..6].SequenceEqual(ArrowFile.Magic)) throw NoFile("it does not begin with ARROW1");
        _stream.Position = _stream.Length - 10;
        _stream.ReadExactly(ends);
        if (!ends[4..].SequenceEqual(ArrowFile.Magic)) throw NoFile("it does not end with ARROW1: its writer stopped half-way");
        var length = BinaryPrimitives.ReadInt32LittleEndian(ends);
        if (length <= 0 || length > _limits.MaxMetadataBytes || length > _stream.Length - 18)
            throw new ArrowFormatException($"the file claims a footer of {length} bytes");
        var footer = new byte[length];
        _stream.Position = _stream.Length - 10 - length;
        _stream.ReadExactly(footer);
        return footer;
    }

    private long[] Blocks(FlatVector blocks)
    {
        var offsets = new long[blocks.Count];
        for (var i = 0; i < offsets.Length; i++)
        {
            offsets[i] = blocks.Int64(i, 0);
            if (offsets[i] < 0 || offsets[i] > _stream.Length)
                throw new ArrowFormatException($"the footer names a block at byte {offsets[i]} of {_stream.Length}");
        }
        return offsets;
    }

    private void Seek(long offset, MessageKind kind)
    {
        _stream.Position = offset;
        if (!_messages.TryRead() || _messages.Kind != kind)
            throw new ArrowFormatException($"at byte {offset} stands no message of the kind {kind}");
    }

    private static ArrowFormatException NoFile(string why) => new($"this is no Arrow file: {why}");
}
