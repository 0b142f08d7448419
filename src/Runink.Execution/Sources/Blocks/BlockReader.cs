using Runink.Pipelines.Diagnostics;

namespace Runink.Execution.Sources.Blocks;

/// <summary>
/// Reads files one after another and cuts them into blocks that end at record boundaries and know their record and line
/// numbers. Threads take blocks in turn; only this part of reading is serial. Thread-safe.
/// </summary>
internal sealed unsafe class BlockReader(
    IReadOnlyList<FileStart> files, IRecordScanner scanner, ReadLimits limits, SourceProgress progress,
    NativeMemoryAccount account) : IDisposable
{
    private readonly Lock _gate = new();
    private readonly NativeBuffer _tail = new(account);
    private int _tailLength;
    private int _fileIndex = -1;
    private OpenFile? _open;
    private long _nextRecord;
    private long _nextLine;
    private bool _inArray;
    private RuninkException? _failure;

    /// <summary>Fills a block with the next records; false when every file has been read.</summary>
    /// <exception cref="RuninkException">A file cannot be read, changed, or holds a record that never ends.</exception>
    public bool TryTake(RecordBlock block)
    {
        lock (_gate)
        {
            if (_failure is not null) throw _failure;
            try
            {
                return TryTakeNext(block);
            }
            catch (RuninkException error)
            {
                _failure = error;
                throw;
            }
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _open?.Dispose();
            _open = null;
            _tail.Dispose();
        }
    }

    private bool TryTakeNext(RecordBlock block)
    {
        while (_open is not null || TryOpenNext())
        {
            if (_open!.Remaining == 0 && _tailLength == 0)
            {
                EndFile(_open);
            }
            else if (Fill(block) > 0)
            {
                return true;
            }
        }

        return false;
    }

    private bool TryOpenNext()
    {
        if (_fileIndex + 1 >= files.Count)
        {
            progress.End();
            return false;
        }

        var start = files[++_fileIndex];
        _open = new OpenFile(start.File, start.Offset);
        _nextRecord = 1;
        _nextLine = start.Line;
        _inArray = false;
        progress.AddBytes(_open.Position);
        return true;
    }

    private void EndFile(OpenFile file)
    {
        if (scanner.Explain([], _inArray) is { } broken)
        {
            var source = files[_fileIndex].File;
            throw ReadErrors.At(broken.Definition, source, _nextLine, $"{source.Name}: {broken.What} at line {_nextLine}");
        }

        file.CheckUnchanged();
        file.Dispose();
        _open = null;
    }

    /// <summary>Reads until the block holds a record boundary, cuts it there and keeps the rest; returns its records.</summary>
    private int Fill(RecordBlock block)
    {
        int wanted = (int)Math.Min(Math.Max(limits.BlockBytes, _tailLength), _tailLength + _open!.Remaining);
        var buffer = block.Buffer;
        buffer.Reserve(wanted, limits.BlockBytes);
        Buffer.MemoryCopy(_tail.Data, buffer.Data, buffer.Capacity, _tailLength);
        long offset = _open.Position - _tailLength;
        int length = _tailLength;
        while (true)
        {
            int got = _open.Read(buffer.Data + length, wanted - length);
            progress.AddBytes(got);
            length += got;
            bool atEnd = _open.Remaining == 0;
            if (atEnd && length == 0) return 0;
            int whole = Seal(buffer.Data, length, atEnd);
            var cut = scanner.Scan(buffer.Data, whole, atEnd, _inArray);
            if (cut.Length > 0)
            {
                Stamp(block, offset, cut);
                KeepTail(buffer.Data, cut.Length, length);
                return cut.Records;
            }

            RefuseEndless(buffer.Data, length, atEnd || cut.Stuck);
            wanted = (int)Math.Min(Math.Min(2L * wanted, limits.MaxRecordBytes + 2L), length + _open.Remaining);
            buffer.Grow(wanted);
        }
    }

    /// <summary>Makes the edges of the bytes harmless: a record begins after them, and nothing behind them matches.</summary>
    private static int Seal(byte* data, int length, bool atEnd)
    {
        data[-1] = (byte)'\n';
        if (atEnd && length > 0 && data[length - 1] != '\n') data[length++] = (byte)'\n';
        new Span<byte>(data + length, ByteMask.Width).Clear();
        return length;
    }

    private void Stamp(RecordBlock block, long offset, BlockCut cut)
    {
        block.File = _fileIndex;
        block.Offset = offset;
        block.Length = cut.Length;
        block.Records = cut.Records;
        block.FirstRecord = _nextRecord;
        block.FirstLine = _nextLine;
        block.InArray = _inArray;
        _nextRecord += cut.Records;
        _nextLine += new ReadOnlySpan<byte>(block.Begin, cut.Length).Count((byte)'\n');
        _inArray = cut.InArray;
        progress.AddFound(cut.Records);
    }

    private void KeepTail(byte* data, int cut, int length)
    {
        _tailLength = Math.Max(0, length - cut);
        _tail.Reserve(_tailLength, limits.BlockBytes);
        Buffer.MemoryCopy(data + cut, _tail.Data, _tail.Capacity, _tailLength);
    }

    /// <summary>Throws if the record that begins here can never be whole, or is over the limit already.</summary>
    private void RefuseEndless(byte* data, int length, bool final)
    {
        bool tooLong = length >= limits.MaxRecordBytes + 2L; // two bytes might yet turn out to be its line end
        if (!final && !tooLong) return;
        var file = files[_fileIndex].File;
        var bytes = new ReadOnlySpan<byte>(data, length);
        var broken = scanner.Explain(bytes, _inArray);
        long line = _nextLine + (broken is null ? 0 : bytes[..broken.Position].Count((byte)'\n'));
        if (final && broken is not null)
            throw ReadErrors.At(broken.Definition, file, line, $"{file.Name}: {broken.What} at line {line}");
        string? cause = broken is null ? null : $": {broken.What} at line {line}";
        throw ReadErrors.TooLong(file, _nextRecord, _nextLine, limits.MaxRecordBytes, cause);
    }
}
