using System.Runtime.CompilerServices;
using System.Threading.Channels;

namespace Runink.Barn;

/// <summary>
/// Hands what one thread writes to a task that reads, in pieces. There are a few arrays for them that go round, so the writer is never
/// far ahead and a snapshot of any size leaves nothing behind for the garbage collector, whose pauses others would feel.
/// </summary>
internal sealed class SnapshotPieces
{
    private const int PieceBytes = 32 * 1024;
    private const int PiecesAhead = 8;

    private readonly Channel<byte[]> _free = Channel.CreateBounded<byte[]>(PiecesAhead);
    private readonly Channel<(byte[] Piece, int Length)> _written = Channel.CreateBounded<(byte[] Piece, int Length)>(PiecesAhead);
    private byte[] _piece = new byte[PieceBytes];
    private int _filled;

    public SnapshotPieces()
    {
        for (var i = 1; i < PiecesAhead; i++) _free.Writer.TryWrite(new byte[PieceBytes]);
    }

    /// <summary>Adds bytes; waits while the reader has all other pieces before it. The writer's.</summary>
    /// <exception cref="IOException">Nobody reads any more.</exception>
    public void Write(ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            if (_filled == PieceBytes) Next();
            var length = Math.Min(bytes.Length, PieceBytes - _filled);
            bytes[..length].CopyTo(_piece.AsSpan(_filled));
            _filled += length;
            bytes = bytes[length..];
        }
    }

    /// <summary>Nothing more follows. The writer's.</summary>
    /// <param name="failure">Why what was written is not all; thrown to the reader.</param>
    public void Complete(Exception? failure)
    {
        if (_filled > 0) _written.Writer.TryWrite((_piece, _filled));
        _written.Writer.Complete(failure);
    }

    /// <summary>The pieces, each good until the next is asked for. When this ends, so does the writer.</summary>
    public async IAsyncEnumerable<ReadOnlyMemory<byte>> ReadAsync([EnumeratorCancellation] CancellationToken cancelled)
    {
        try
        {
            await foreach (var (piece, length) in _written.Reader.ReadAllAsync(cancelled).ConfigureAwait(false))
            {
                yield return piece.AsMemory(0, length);
                _free.Writer.TryWrite(piece);
            }
        }
        finally
        {
            _free.Writer.Complete();
        }
    }

    private void Next()
    {
        _written.Writer.TryWrite((_piece, _filled));
        try
        {
            _piece = _free.Reader.TryRead(out var free) ? free : _free.Reader.ReadAsync().AsTask().GetAwaiter().GetResult();
        }
        catch (ChannelClosedException e)
        {
            throw new IOException("nobody reads the snapshot any more", e);
        }

        _filled = 0;
    }
}
