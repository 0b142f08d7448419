namespace Runink.Data.Arrow.Memory;

/// <summary>Bytes of a column that grows, in a block of the pool. Begins as large as it last ended. For one thread.</summary>
internal sealed unsafe class GrowingBuffer : IDisposable
{
    private Block? _block;
    private int _lastSize = 4096;

    /// <summary>How many bytes were written.</summary>
    internal int Length { get; private set; }

    /// <summary>Makes room behind what was written, and returns its address: valid until the next call.</summary>
    internal byte* Reserve(long bytes)
    {
        if (_block is null || _block.Size - Length < bytes) Grow(bytes);
        return Address(_block!) + Length;
    }

    /// <summary>Counts what was written into the room.</summary>
    internal void Advance(int bytes) => Length += bytes;

    /// <summary>Room for so many bytes, counted at once.</summary>
    internal byte* Append(long bytes)
    {
        var room = Reserve(bytes);
        Length += (int)bytes;
        return room;
    }

    /// <summary>Makes the whole so many bytes long, and returns it with at least eight bytes of room behind.</summary>
    internal Span<byte> Extend(int total)
    {
        Reserve(total - Length + 8L);
        Length = total;
        return _block!.Memory.Span;
    }

    /// <summary>Gives what was written to a batch and begins anew.</summary>
    internal ReadOnlyMemory<byte> Detach(BatchMemory memory)
    {
        if (_block is null) return default;
        var written = _block.Memory[..Length];
        memory.Own(_block);
        _lastSize = Math.Max(Length, 4096);
        _block = null;
        Length = 0;
        return written;
    }

    public void Dispose()
    {
        if (_block is not null) BlockPool.Return(_block);
        _block = null;
        Length = 0;
    }

    private void Grow(long bytes)
    {
        var needed = Length + bytes;
        if (needed > Array.MaxLength - Block.Alignment)
            throw new InvalidOperationException("one column of one batch has more than 2 GiB");
        var block = BlockPool.Rent((int)Math.Max(needed, Math.Max(_lastSize, Math.Min(Length * 2L, 1 << 30))));
        if (_block is not null)
        {
            _block.Memory[..Length].CopyTo(block.Memory);
            BlockPool.Return(_block);
        }
        _block = block;
    }

    private static byte* Address(Block block)
    {
        // The block is pinned, so its address outlives this statement.
        fixed (byte* address = block.Memory.Span) return address;
    }
}
