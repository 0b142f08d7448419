using System.Collections.Concurrent;
using System.Runtime.ExceptionServices;

namespace Runink.Barn;

/// <summary>
/// Reads a stream on a thread of its own, a few pieces ahead: one core checks and unpacks a snapshot while another makes a state of what
/// it holds. For one reader. It owns the stream.
/// </summary>
internal sealed class ReadAheadStream : ForwardReader
{
    private const int PieceBytes = 256 << 10;
    private const int Pieces = 4;

    private readonly Stream _source;
    private readonly BlockingCollection<byte[]> _free = new(Pieces);
    private readonly BlockingCollection<(byte[] Piece, int Length)> _read = new(Pieces);
    private readonly Thread _thread;
    private ExceptionDispatchInfo? _failure;
    private (byte[] Piece, int Length) _current;
    private int _at;

    /// <summary>Starts to read.</summary>
    public ReadAheadStream(Stream source)
    {
        _source = source;
        for (var i = 0; i < Pieces; i++) _free.Add(new byte[PieceBytes]);
        _thread = new Thread(Fetch) { Name = "barn read ahead", IsBackground = true };
        _thread.Start();
    }

    public override int Read(Span<byte> buffer)
    {
        if (_at == _current.Length && !Next()) return 0;
        var length = Math.Min(buffer.Length, _current.Length - _at);
        _current.Piece.AsSpan(_at, length).CopyTo(buffer);
        _at += length;
        return length;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _free.CompleteAdding();
            while (_free.TryTake(out _))
            {
                // The thread finds none left, and ends.
            }

            _thread.Join();
            _source.Dispose();
            _free.Dispose();
            _read.Dispose();
        }

        base.Dispose(disposing);
    }

    /// <summary>Goes on to the next piece; rethrows what the source threw in its place.</summary>
    private bool Next()
    {
        if (_current.Piece is { } done && !_free.IsAddingCompleted) _free.Add(done);
        (_current, _at) = (default, 0);
        if (_read.TryTake(out _current, Timeout.Infinite)) return true;
        _failure?.Throw();
        return false;
    }

    private void Fetch()
    {
        try
        {
            while (_free.TryTake(out var piece, Timeout.Infinite))
            {
                var length = _source.ReadAtLeast(piece, piece.Length, throwOnEndOfStream: false);
                if (length > 0) _read.Add((piece, length));
                if (length < piece.Length) break;
            }
        }
        catch (Exception e)
        {
            // Told to the reader, behind what was read before it.
            _failure = ExceptionDispatchInfo.Capture(e);
        }

        _read.CompleteAdding();
    }
}
