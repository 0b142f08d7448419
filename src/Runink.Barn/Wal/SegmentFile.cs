namespace Runink.Barn;

/// <summary>Reads a whole segment.</summary>
internal static class SegmentFile
{
    private const long MaxBytes = 2_000_000_000;

    /// <exception cref="LogDamagedException">It is longer than a segment can be.</exception>
    public static byte[] Read(string name, IDiskFile file)
    {
        var length = file.Length;
        if (length > MaxBytes)
            throw new LogDamagedException([new LogDamage(name, 0, $"{length} bytes are more than a segment has")]);
        var bytes = GC.AllocateUninitializedArray<byte>((int)length);
        var read = file.Read(0, bytes);
        return read == bytes.Length ? bytes : bytes[..read];
    }
}
