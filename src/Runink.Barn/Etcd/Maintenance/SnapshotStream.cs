namespace Runink.Barn;

/// <summary>Counts what is written and hands it on, if somebody wants it, at the pace of whoever reads.</summary>
internal sealed class SnapshotStream(SnapshotPieces? pieces) : ForwardWriter
{
    /// <summary>Bytes so far.</summary>
    public long Written { get; private set; }

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        Written += buffer.Length;
        pieces?.Write(buffer);
    }
}
