namespace Runink.Barn.Tests;

/// <summary>A file of a <see cref="MemoryDisk"/>: what it holds now, and what of that is durable. Not thread-safe.</summary>
public sealed class MemoryFile
{
    /// <summary>What a disk writes whole or not at all.</summary>
    public const int Sector = 512;

    private readonly List<Change> _pending = [];
    private byte[] _now = [];
    private byte[] _durable = [];
    private int _length;
    private int _durableLength;

    public long Length => _length;

    public ReadOnlySpan<byte> Now => _now.AsSpan(0, _length);

    public int Read(long offset, Span<byte> into)
    {
        var length = (int)Math.Clamp(_length - offset, 0, into.Length);
        if (length > 0) _now.AsSpan((int)offset, length).CopyTo(into);
        return length;
    }

    public void Write(long offset, ReadOnlySpan<byte> bytes)
    {
        var change = new Change((int)offset, bytes.ToArray(), -1);
        change.ApplyTo(ref _now, ref _length);
        _pending.Add(change);
    }

    public void SetLength(long length)
    {
        var change = new Change(0, [], (int)length);
        change.ApplyTo(ref _now, ref _length);
        _pending.Add(change);
    }

    public void Sync()
    {
        foreach (var change in _pending) change.ApplyTo(ref _durable, ref _durableLength);
        _pending.Clear();
    }

    public void Flip(long offset, int bit)
    {
        _now[offset] ^= (byte)(1 << bit);
        _durable[offset] ^= (byte)(1 << bit);
    }

    public MemoryFile Clone()
    {
        var file = new MemoryFile();
        file.Write(0, Now);
        file.Sync();
        return file;
    }

    /// <summary>What is durable, and of the rest what the crash keeps.</summary>
    public MemoryFile AfterCrash(ICrash crash)
    {
        var file = new MemoryFile { _durable = _durable[.._durableLength], _durableLength = _durableLength };
        foreach (var change in _pending)
        {
            if (!crash.KeepsChange()) continue;
            foreach (var part in change.NewLength >= 0 ? [change] : change.Sectors())
            {
                if (part.NewLength < 0 && !crash.KeepsSector()) continue;
                var written = part with { Bytes = crash.Spoil(part.Bytes) };
                written.ApplyTo(ref file._durable, ref file._durableLength);
            }
        }

        (file._now, file._length) = ([.. file._durable], file._durableLength);
        return file;
    }

    /// <summary>Bytes at an offset, or a new length when that is not negative.</summary>
    private sealed record Change(int Offset, byte[] Bytes, int NewLength)
    {
        public IEnumerable<Change> Sectors()
        {
            for (var from = 0; from < Bytes.Length;)
            {
                var to = Math.Min(Bytes.Length, from + Sector - ((Offset + from) % Sector));
                yield return new Change(Offset + from, Bytes[from..to], -1);
                from = to;
            }
        }

        public void ApplyTo(ref byte[] content, ref int length)
        {
            var end = NewLength >= 0 ? NewLength : Math.Max(length, Offset + Bytes.Length);
            if (end > content.Length) Array.Resize(ref content, NewLength >= 0 ? end : Math.Max(end, content.Length * 2));
            if (end < length) content.AsSpan(end, length - end).Clear();
            length = end;
            Bytes.CopyTo(content, Offset);
        }
    }
}
