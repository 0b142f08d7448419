using System.Buffers;

namespace Runink.Barn;

/// <summary>Collects bytes and hands them to a stream in large pieces.</summary>
internal sealed class StreamOutput(Stream stream) : IBufferWriter<byte>
{
    private const int PieceBytes = 64 * 1024;
    private byte[] _piece = new byte[PieceBytes];
    private int _filled;

    public void Advance(int count) => _filled += count;

    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        if (_piece.Length - _filled < Math.Max(sizeHint, 1)) Flush();
        if (_piece.Length < sizeHint) _piece = new byte[sizeHint];
        return _piece.AsMemory(_filled);
    }

    public Span<byte> GetSpan(int sizeHint = 0) => GetMemory(sizeHint).Span;

    public void Flush()
    {
        stream.Write(_piece, 0, _filled);
        _filled = 0;
    }
}
