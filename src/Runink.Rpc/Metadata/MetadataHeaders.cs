using System.Buffers.Text;
using Microsoft.AspNetCore.Http;

namespace Runink.Rpc;

/// <summary>
/// Metadata as HTTP headers: which of them are metadata, and how bytes travel (base64, without padding on the way out).
/// </summary>
internal static class MetadataHeaders
{
    /// <summary>Headers of HTTP and gRPC that are no metadata.</summary>
    public static bool IsReserved(string key) =>
        key.StartsWith(':') || key.StartsWith("grpc-", StringComparison.OrdinalIgnoreCase)
            || key.ToLowerInvariant() is "content-type" or "te" or "content-length"
                or "transfer-encoding" or "connection" or "host" or "date" or "server" or "trailer";

    public static RpcMetadata Read(IEnumerable<KeyValuePair<string, Microsoft.Extensions.Primitives.StringValues>> headers)
    {
        var metadata = new RpcMetadata();
        foreach (var (key, values) in headers)
        {
            foreach (var value in values)
                if (value is not null) Receive(metadata, key, value);
        }

        return metadata;
    }

    public static void Receive(RpcMetadata metadata, string header, string value)
    {
        if (IsReserved(header)) return;
        var key = header.ToLowerInvariant();
        if (!key.EndsWith(RpcMetadata.BinarySuffix, StringComparison.Ordinal))
        {
            metadata.AddReceived(new RpcMetadataEntry(key, value, default));
            return;
        }

        // Several binary values may come joined by commas; base64 has none. What is not base64 is not taken.
        foreach (var part in value.Split(',', StringSplitOptions.TrimEntries))
            if (TryDecode(part, out var bytes)) metadata.AddReceived(new RpcMetadataEntry(key, null, bytes));
    }

    public static void Write(RpcMetadata metadata, IHeaderDictionary headers)
    {
        foreach (var entry in metadata) headers.Append(entry.Key, TextOf(entry));
    }

    public static string TextOf(RpcMetadataEntry entry) => entry.Text ?? Convert.ToBase64String(entry.Bytes.Span).TrimEnd('=');

    private static bool TryDecode(string text, out byte[] bytes)
    {
        var unpadded = text.TrimEnd('=');
        var padded = unpadded + new string('=', (4 - unpadded.Length % 4) % 4);
        bytes = [];
        if (!Base64.IsValid(padded, out _)) return false;
        bytes = Convert.FromBase64String(padded);
        return true;
    }
}
