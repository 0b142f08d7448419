using System.Text.Json;
using Google.Protobuf;

namespace Runink.Cli.Commands.Cluster.Import;

/// <summary>
/// How far an import is. It is a key of the target, written in the same transaction as what it tells of, so that it is never ahead.
/// </summary>
/// <param name="Revision">The revision of the source that was copied, or up to which was followed.</param>
/// <param name="CopiedThrough">While keys are copied: the last one that was, in base64. Null once all are.</param>
/// <param name="HasUsers">Whether users and roles were copied.</param>
internal sealed record ImportProgress(long Revision, string? CopiedThrough, bool HasUsers = false)
{
    /// <summary>The key, which names the source.</summary>
    public static ByteString KeyFor(ulong sourceCluster) => ByteString.CopyFromUtf8($"runink.import/{sourceCluster:x16}");

    /// <summary>Reads a value; null when it is none.</summary>
    public static ImportProgress? Parse(ByteString value)
    {
        try
        {
            return JsonSerializer.Deserialize<ImportProgress>(value.Span, JsonSerializerOptions.Web);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>The value.</summary>
    public ByteString ToValue() => ByteString.CopyFrom(JsonSerializer.SerializeToUtf8Bytes(this, JsonSerializerOptions.Web));
}
