using System.Net.Http.Headers;

namespace Runink.Rpc;

/// <summary>The headers of a call.</summary>
internal static class RequestHeaders
{
    private static readonly MediaTypeHeaderValue ContentType = new(RpcContent.Name);

    public static void Write(HttpRequestMessage request, RpcCallOptions options)
    {
        request.Content!.Headers.ContentType = ContentType;
        Add(request, "te", "trailers");
        Add(request, "grpc-accept-encoding", Gzip.Accepted);
        if (options.Timeout is { } timeout) Add(request, "grpc-timeout", RpcTimeout.Format(timeout));
        if (options.Compress) Add(request, "grpc-encoding", Gzip.Name);
        if (options.Headers is null) return;
        foreach (var entry in options.Headers) Add(request, entry.Key, MetadataHeaders.TextOf(entry));
    }

    private static void Add(HttpRequestMessage request, string key, string value) =>
        request.Headers.TryAddWithoutValidation(key, value);
}
