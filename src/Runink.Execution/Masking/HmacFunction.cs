using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using Runink.Data.Functions;
using Runink.Data.Vectors;

namespace Runink.Execution.Masking;

/// <summary>HMAC-SHA-256 of texts as lower-case hex digits, all of them or the first few behind a prefix. The key never appears in SQL.</summary>
internal sealed class HmacFunction(string name, byte[] key, string prefix, int digits) : ScalarFunction(name, "VARCHAR", "VARCHAR")
{
    private readonly byte[] _prefix = Encoding.ASCII.GetBytes(prefix);

    // Making a keyed hash costs more than using it; there are at most as many as threads.
    private readonly ConcurrentBag<(IncrementalHash Hash, StringBatch Batch)> _idle = [];

    /// <inheritdoc/>
    protected override void Invoke(DataChunk arguments, OutputVector output)
    {
        if (!_idle.TryTake(out var own)) own = (IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, key), new StringBatch());
        var (hash, batch) = own;
        var texts = arguments[0].Strings();
        Span<byte> digest = stackalloc byte[HMACSHA256.HashSizeInBytes];
        batch.Clear();
        for (var row = 0; row < texts.Count; row++)
        {
            hash.AppendData(texts[row]);
            hash.GetHashAndReset(digest);
            var room = batch.Reserve(_prefix.Length + digits);
            _prefix.CopyTo(room);
            Convert.TryToHexStringLower(digest[..((digits + 1) / 2)], room[_prefix.Length..], out _);
            batch.Commit(_prefix.Length + digits);
        }

        output.Write(batch);
        _idle.Add(own);
    }
}
