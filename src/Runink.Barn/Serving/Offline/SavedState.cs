namespace Runink.Barn;

/// <summary>The state in a file that a client saved: as the server sent it, less the checksum of the transport at its end.</summary>
/// <param name="path">The file.</param>
/// <param name="length">Bytes of the state in it.</param>
internal sealed class SavedState(string path, long length) : ISnapshotContent
{
    private const int PieceBytes = 128 << 10;

    public void WriteTo(Stream stream)
    {
        using var file = File.OpenRead(path);
        var piece = new byte[PieceBytes];
        for (var left = length; left > 0;)
        {
            var read = file.Read(piece, 0, (int)Math.Min(left, piece.Length));
            if (read == 0) throw new EndOfStreamException($"{path} ends early");
            stream.Write(piece, 0, read);
            left -= read;
        }
    }
}
