namespace Runink.Barn.Tests;

/// <summary>A state that is told from any other by its seed: half of it is easy to compress, half is not.</summary>
public sealed class PatternContent(int seed, int length) : ISnapshotContent
{
    public byte[] Bytes { get; } = Make(seed, length);

    public void WriteTo(Stream stream)
    {
        // In uneven pieces, as a state machine would.
        for (var at = 0; at < Bytes.Length; at += 777) stream.Write(Bytes.AsSpan(at, Math.Min(777, Bytes.Length - at)));
    }

    private static byte[] Make(int seed, int length)
    {
        var bytes = new byte[length];
        new Random(seed).NextBytes(bytes.AsSpan(0, length / 2));
        bytes.AsSpan(length / 2).Fill((byte)seed);
        return bytes;
    }
}
