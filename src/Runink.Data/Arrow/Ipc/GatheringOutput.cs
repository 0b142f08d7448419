namespace Runink.Data.Arrow.Ipc;

/// <summary>
/// Puts small pieces together and passes large ones on as they are, so that bodies are not copied on their way out. Into a pipe,
/// all pieces go in one call of the system: each call wakes the reader, and waking costs more than the copying. For one thread.
/// </summary>
internal sealed class GatheringOutput(Stream stream)
{
    /// <summary>Buffers begin at multiples of this, so that a reader has them aligned, too.</summary>
    internal const int Alignment = 64;

    private const int LargeBytes = 8 << 10;
    private static readonly byte[] Zeros = new byte[Alignment];

    private readonly FileStream? _pipe = OperatingSystem.IsLinux() && stream is FileStream { CanSeek: false } pipe ? pipe : null;
    private readonly List<ReadOnlyMemory<byte>> _pieces = [];
    private readonly byte[] _small = new byte[64 << 10];
    private int _used;
    private int _passed;

    /// <summary>How many bytes were written since the beginning.</summary>
    internal long Position { get; private set; }

    /// <summary>Writes bytes that stay as they are until <see cref="Flush"/>.</summary>
    internal void Write(ReadOnlyMemory<byte> bytes)
    {
        if (bytes.Length < LargeBytes)
        {
            Write(bytes.Span);
            return;
        }
        Position += bytes.Length;
        AddSmall();
        _pieces.Add(bytes);
        if (_pieces.Count >= GatheredWrite.PiecesMax - 1) Pass();
    }

    /// <summary>Writes bytes that may change at once: they are copied.</summary>
    internal void Write(ReadOnlySpan<byte> bytes)
    {
        Position += bytes.Length;
        while (bytes.Length > 0)
        {
            if (_used == _small.Length) Pass();
            var part = bytes[..Math.Min(bytes.Length, _small.Length - _used)];
            part.CopyTo(_small.AsSpan(_used));
            _used += part.Length;
            bytes = bytes[part.Length..];
        }
    }

    /// <summary>Writes zeros up to the next multiple of a power of two, not more than <see cref="Alignment"/>.</summary>
    internal void Align(int alignment) => Write(Zeros.AsSpan(0, (int)(-Position & (alignment - 1))));

    /// <summary>Hands everything over.</summary>
    internal void Flush()
    {
        Pass();
        stream.Flush();
    }

    private void AddSmall()
    {
        if (_used > _passed) _pieces.Add(_small.AsMemory(_passed, _used - _passed));
        _passed = _used;
    }

    private void Pass()
    {
        AddSmall();
        if (_pipe is not null)
        {
            // What the stream may hold itself goes first.
            _pipe.Flush();
            GatheredWrite.Write(_pipe.SafeFileHandle, _pieces);
        }
        else
        {
            foreach (var piece in _pieces) stream.Write(piece.Span);
        }
        _pieces.Clear();
        _used = 0;
        _passed = 0;
    }
}
