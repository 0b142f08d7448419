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
        using var source = new SequenceStream(compressed);
        using var gzip = new GZipStream(source, CompressionMode.Decompress);
        var buffer = ArrayPool<byte>.Shared.Rent((int)Math.Min(Math.Max(compressed.Length * 4, 1024), (long)maxBytes + 1));
        var length = 0;
        try
        {
            for (int read; (read = gzip.Read(buffer, length, buffer.Length - length)) > 0;)
            {
                length += read;
                if (length > maxBytes) throw RpcErrors.InflatedTooLarge(maxBytes);
                if (length == buffer.Length) buffer = Grow(buffer, maxBytes);
            }

            if (!IsWhole(compressed, length)) throw new InvalidDataException("the gzip data are cut off or go on after their end");
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
    private static bool IsWhole(in ReadOnlySequence<byte> compressed, int length)
    {
        const int LengthBytes = 4;
        if (compressed.Length < LengthBytes) return false;
        Span<byte> trailer = stackalloc byte[LengthBytes];
        compressed.Slice(compressed.Length - LengthBytes).CopyTo(trailer);
        return BinaryPrimitives.ReadInt32LittleEndian(trailer) == length;
    }

    private static byte[] Grow(byte[] buffer, int maxBytes)
    {
        var larger = ArrayPool<byte>.Shared.Rent((int)Math.Min(buffer.Length * 2L, (long)maxBytes + 1));
        buffer.CopyTo(larger, 0);
        ArrayPool<byte>.Shared.Return(buffer);
        return larger;
    }
}
