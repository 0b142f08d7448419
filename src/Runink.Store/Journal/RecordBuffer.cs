using System.Buffers.Binary;

namespace Runink.Store.Journal;

/// <summary>Records on their way to a file, framed and chained. Not thread-safe.</summary>
internal sealed class RecordBuffer
{
    private byte[] _bytes = new byte[4096];
    private int _length;
    private int _record;

    /// <summary>The checksum of the last record, from which the next one continues.</summary>
    public uint Chain { get; private set; }

    /// <summary>The records so far.</summary>
    public ReadOnlySpan<byte> Written => _bytes.AsSpan(0, _length);

    /// <summary>Forgets the records; the next one continues from <paramref name="chain"/>.</summary>
    public void Reset(uint chain)
    {
        _length = 0;
        Chain = chain;
    }

    public void Begin(RecordKind kind)
    {
        _record = _length;
        var header = Grow(JournalFormat.RecordHeader);
        header.Clear();
        header[4] = (byte)kind;
        header[5] = JournalFormat.RecordVersion;
    }

    public void Byte(byte value) => Grow(1)[0] = value;

    public void UInt32(uint value) => BinaryPrimitives.WriteUInt32LittleEndian(Grow(sizeof(uint)), value);

    public void Int64(long value) => BinaryPrimitives.WriteInt64LittleEndian(Grow(sizeof(long)), value);

    public void Bytes(ReadOnlyMemory<byte> value)
    {
        UInt32((uint)value.Length);
        value.Span.CopyTo(Grow(value.Length));
    }

    public void End()
    {
        var payload = _length - _record - JournalFormat.RecordHeader;
        if (payload > JournalFormat.LargestPayload)
            throw new InvalidOperationException($"a record of {payload} bytes is too large for the journal");
        var header = _bytes.AsSpan(_record, JournalFormat.RecordHeader);
        BinaryPrimitives.WriteInt32LittleEndian(header, payload);
        var checksum = Crc32C.Append(Chain, header[..8]);
        BinaryPrimitives.WriteUInt32LittleEndian(header[8..], checksum);
        Chain = Crc32C.Append(checksum, _bytes.AsSpan(_record + JournalFormat.RecordHeader, payload));
        UInt32(Chain);
        UInt32(JournalFormat.EndMark);
    }

    private Span<byte> Grow(int by)
    {
        if (_length + by > _bytes.Length) Array.Resize(ref _bytes, Math.Max(_length + by, _bytes.Length * 2));
        _length += by;
        return _bytes.AsSpan(_length - by, by);
    }
}
