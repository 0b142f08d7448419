using System.Buffers;
using System.Buffers.Binary;
using System.IO.Compression;

namespace Runink.Rpc;

/// <summary>The one compression that is spoken.</summary>
internal static class Gzip
{
    public const string Name = "gzip";
    public const string Identity = "identity";
    public const string Accepted = "identity,gzip";

    /// <summary>Lent from the shared pool; the caller gives it back.</summary>
    public static (byte[] Buffer, int Length) Decompress(in ReadOnlySequence<byte> compressed, int maxBytes)
    {
        var whole = ArrayPool<byte>.Shared.Rent((int)compressed.Length);
        try
        {
            compressed.CopyTo(whole);
            return Decompress(whole, (int)compressed.Length, maxBytes);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(whole);
        }
    }

    private static (byte[] Buffer, int Length) Decompress(byte[] compressed, int compressedLength, int maxBytes)
    {
        using var source = new MemoryStream(compressed, 0, compressedLength, writable: false);
        using var gzip = new GZipStream(source, CompressionMode.Decompress);
        var buffer = ArrayPool<byte>.Shared.Rent((int)Math.Min(Math.Max(compressedLength * 4L, 1024), (long)maxBytes + 1));
        var length = 0;
        try
        {
            for (int read; (read = gzip.Read(buffer, length, buffer.Length - length)) > 0;)
            {
                length += read;
                if (length > maxBytes) throw RpcErrors.InflatedTooLarge(maxBytes);
                if (length == buffer.Length) buffer = Grow(buffer, maxBytes);
            }

            if (!IsWhole(compressed.AsSpan(0, compressedLength), length)) throw new InvalidDataException("the gzip data are cut off or go on after their end");
            return (buffer, length);
        }
        catch (InvalidDataException failure)
        {
            ArrayPool<byte>.Shared.Return(buffer);
            throw RpcErrors.NotDecompressed(failure);
        }
        catch
        {
            ArrayPool<byte>.Shared.Return(buffer);
            throw;
        }
    }

    public static void Compress(ReadOnlySpan<byte> plain, Stream output)
    {
        using var gzip = new GZipStream(output, CompressionLevel.Fastest, leaveOpen: true);
        gzip.Write(plain);
    }

    /// <summary>
    /// Gzip ends with the length of what was packed. The platform's stream takes data that are cut off for whole, and ignores what follows them.
    /// </summary>
    private static bool IsWhole(ReadOnlySpan<byte> compressed, int length) =>
        compressed.Length >= sizeof(int) && BinaryPrimitives.ReadInt32LittleEndian(compressed[^sizeof(int)..]) == length;

    private static byte[] Grow(byte[] buffer, int maxBytes)
    {
        var larger = ArrayPool<byte>.Shared.Rent((int)Math.Min(buffer.Length * 2L, (long)maxBytes + 1));
        buffer.CopyTo(larger, 0);
        ArrayPool<byte>.Shared.Return(buffer);
        return larger;
    }
}
