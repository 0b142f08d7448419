namespace Runink.Data.Arrow.Ipc;

/// <summary>
/// Puts small pieces together and passes large ones on as they are, so that bodies are not copied on their way out. For one
/// thread.
/// </summary>
internal sealed class GatheringOutput(Stream stream)
{
    private const int LargeBytes = 8 << 10;
    private static readonly byte[] Zeros = new byte[Alignment];
    private readonly byte[] _small = new byte[64 << 10];
    private int _used;

    /// <summary>Buffers begin at multiples of this, so that a reader has them aligned, too.</summary>
    internal const int Alignment = 64;

    /// <summary>How many bytes were written since the beginning.</summary>
    internal long Position { get; private set; }

    internal void Write(ReadOnlySpan<byte> bytes)
    {
        Position += bytes.Length;
        if (bytes.Length >= LargeBytes)
        {
            Pass();
            stream.Write(bytes);
            return;
        }
        if (_small.Length - _used < bytes.Length) Pass();
        bytes.CopyTo(_small.AsSpan(_used));
        _used += bytes.Length;
    }

    /// <summary>Writes zeros up to the next multiple of a power of two, not more than <see cref="Alignment"/>.</summary>
    internal void Align(int alignment) => Write(Zeros.AsSpan(0, (int)(-Position & (alignment - 1))));

    internal void Flush()
    {
        Pass();
        stream.Flush();
    }

    private void Pass()
    {
        if (_used == 0) return;
        stream.Write(_small, 0, _used);
        _used = 0;
    }
}
