using Microsoft.Extensions.Primitives;

namespace Runink.Rpc;

/// <summary>The content type of gRPC.</summary>
internal static class RpcContent
{
    public const string Name = "application/grpc";

    public static readonly StringValues Type = Name;

    /// <summary>Also with a subtype or parameters, but not grpc-web, which is another protocol.</summary>
    public static bool IsGrpc(string? contentType)
    {
        if (contentType is null) return false;
        if (string.Equals(contentType, Name, StringComparison.Ordinal)) return true;
        return contentType.StartsWith(Name, StringComparison.OrdinalIgnoreCase)
            && (contentType.Length == Name.Length || contentType[Name.Length] is '+' or ';');
    }
}
