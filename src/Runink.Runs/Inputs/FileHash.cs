using System.Buffers;
using System.Security.Cryptography;

namespace Runink.Runs.Inputs;

/// <summary>SHA-256 of files, read once from front to back.</summary>
internal static class FileHash
{
    private const int BufferBytes = 1 << 20;

    /// <summary>The hash of a file, hex.</summary>
    public static string Compute(string path, CancellationToken cancellation)
    {
        using var handle = File.OpenHandle(path, options: FileOptions.SequentialScan);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = ArrayPool<byte>.Shared.Rent(BufferBytes);
        try
        {
            for (long offset = 0; ;)
            {
                cancellation.ThrowIfCancellationRequested();
                var read = RandomAccess.Read(handle, buffer, offset);
                if (read == 0) return Convert.ToHexStringLower(hash.GetHashAndReset());
                hash.AppendData(buffer, 0, read);
                offset += read;
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}
