using System.Buffers.Binary;
using Microsoft.Win32.SafeHandles;

namespace Runink.Store.Journal;

/// <summary>Reads the records of a file from a place on, checking each. Not thread-safe.</summary>
/// <param name="file">The file; nobody may be writing to it.</param>
/// <param name="path">Its path, for failures.</param>
/// <param name="start">Where the first record to read begins.</param>
/// <param name="chain">The checksum of the record before it.</param>
internal sealed class RecordReader(SafeFileHandle file, string path, long start, uint chain)
{
    private readonly long _end = RandomAccess.GetLength(file);
    private byte[] _buffer = new byte[64 << 10];
    private long _bufferStart = start;
    private int _buffered;
    private int _payload;
    private long _start = start;

    /// <summary>Where the record after the last one read begins.</summary>
    public long Next { get; private set; } = start;

    /// <summary>The checksum of the last record read.</summary>
    public uint Chain { get; private set; } = chain;

    /// <summary>Whether what follows the last record is the beginning of one whose writer died before it was done.</summary>
    public bool TailIsTorn { get; private set; }

    /// <summary>What the record read last holds.</summary>
    public RecordKind Kind { get; private set; }

    /// <summary>Its payload; good until the next record is read.</summary>
    public ReadOnlySpan<byte> Payload =>
        _buffer.AsSpan((int)(Next - _bufferStart) - JournalFormat.RecordTrailer - _payload, _payload);

    private long Left => _end - Next;

    /// <summary>Reads the next record; false at the end of the file or at a torn tail.</summary>
    public bool Read()
    {
        if (Left == 0) return false;
        if (Left < JournalFormat.RecordHeader) return Torn();
        var header = Window(JournalFormat.RecordHeader);
        var checksum = Crc32C.Append(Chain, header[..8]);
        if (checksum != BinaryPrimitives.ReadUInt32LittleEndian(header[8..]))
            return TornOrDamaged(JournalFormat.RecordHeader, "the checksum of a record's header is wrong");
        var length = BinaryPrimitives.ReadUInt32LittleEndian(header);
        if (length > JournalFormat.LargestPayload) throw Damaged("a record is longer than any can be");
        var (kind, version) = ((RecordKind)header[4], header[5]);
        var size = JournalFormat.RecordHeader + (int)length + JournalFormat.RecordTrailer;
        if (Left < size) return Left <= JournalFormat.LargestCommit ? Torn() : throw Damaged("a record is cut off");
        var record = Window(size);
        var trailer = record[^JournalFormat.RecordTrailer..];
        checksum = Crc32C.Append(checksum, record[JournalFormat.RecordHeader..^JournalFormat.RecordTrailer]);
        if (checksum != BinaryPrimitives.ReadUInt32LittleEndian(trailer)
            || BinaryPrimitives.ReadUInt32LittleEndian(trailer[4..]) != JournalFormat.EndMark)
        {
            return TornOrDamaged(size - 1, "the checksum of a record is wrong");
        }

        if (version != JournalFormat.RecordVersion || !Enum.IsDefined(kind))
            throw JournalFormat.Newer(path, $"a record at byte {Next} has kind {(byte)kind}, version {version}");
        (Kind, _payload, _start, Chain) = (kind, (int)length, Next, checksum);
        Next += size;
        return true;
    }

    /// <summary>The failure to say that the record read last makes no sense.</summary>
    public StoreDamagedException Senseless(string what) => new(path, _start, what);

    private StoreDamagedException Damaged(string what) => new(path, Next, what);

    private bool Torn()
    {
        TailIsTorn = true;
        return false;
    }

    /// <summary>
    /// After a loss of power a file may be as long as it was to become, with zeros where data had not arrived. The last byte
    /// of a record is not zero: when nothing but zeros follows the first bytes of this one, it is the one that was being written.
    /// </summary>
    private bool TornOrDamaged(int mostWritten, string what)
    {
        if (Left > JournalFormat.LargestCommit) throw Damaged(what);
        return Window((int)Left).LastIndexOfAnyExcept((byte)0) < mostWritten ? Torn() : throw Damaged(what);
    }

    /// <summary>The bytes from <see cref="Next"/> on.</summary>
    private ReadOnlySpan<byte> Window(int size)
    {
        var at = (int)(Next - _bufferStart);
        if (at + size > _buffered)
        {
            _buffer.AsSpan(at, _buffered - at).CopyTo(_buffer);
            (_bufferStart, _buffered, at) = (Next, _buffered - at, 0);
            if (size > _buffer.Length) Array.Resize(ref _buffer, size);
            Fill(size);
        }

        return _buffer.AsSpan(at, size);
    }

    private void Fill(int size)
    {
        while (_buffered < size)
        {
            var read = RandomAccess.Read(file, _buffer.AsSpan(_buffered), _bufferStart + _buffered);
            if (read == 0) throw new StoreDamagedException(path, _bufferStart + _buffered, "it became shorter while it was read");
            _buffered += read;
        }
    }
}
