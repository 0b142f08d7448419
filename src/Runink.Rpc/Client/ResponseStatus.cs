using System.Net;
using System.Net.Http.Headers;

namespace Runink.Rpc;

/// <summary>The status of a call in its response.</summary>
internal static class ResponseStatus
{
    /// <summary>
    /// Checks the head of a response. True: the head is all of it, and the status is OK. Throws if it is another one.
    /// </summary>
    public static bool CheckHead(HttpResponseMessage response, out RpcMetadata trailers)
    {
        trailers = [];
        if (TextOf(response.Headers, "grpc-status") is { } status)
        {
            trailers = Check(status, response.Headers);
            return true;
        }

        if (response.StatusCode != HttpStatusCode.OK) throw HttpFailures.OfStatus(response.StatusCode, response.ReasonPhrase);
        var type = response.Content.Headers.ContentType?.ToString();
        if (!RpcContent.IsGrpc(type)) throw new RpcException(RpcCode.Unknown, $"unexpected content-type \"{type}\"");
        return false;
    }

    /// <summary>Whether the responses may be compressed.</summary>
    public static bool IsGzip(HttpResponseMessage response) => TextOf(response.Headers, "grpc-encoding") switch
    {
        null or Gzip.Identity => false,
        Gzip.Name => true,
        var other => throw new RpcException(RpcCode.Internal, $"grpc: Decompressor is not installed for grpc-encoding \"{other}\""),
    };

    /// <summary>Checks the trailers, once the body was read to its end.</summary>
    public static RpcMetadata CheckTrailers(HttpResponseMessage response) =>
        TextOf(response.TrailingHeaders, "grpc-status") is { } status
            ? Check(status, response.TrailingHeaders)
            : throw new RpcException(RpcCode.Internal, "server closed the stream without sending trailers");

    public static RpcMetadata Metadata(HttpHeaders headers)
    {
        var metadata = new RpcMetadata();
        foreach (var (key, values) in headers.NonValidated)
        {
            foreach (var value in values) MetadataHeaders.Receive(metadata, key, value);
        }

        return metadata;
    }

    private static RpcMetadata Check(string status, HttpHeaders headers)
    {
        var trailers = Metadata(headers);
        var code = StatusText.Parse(status);
        if (code == RpcCode.Ok) return trailers;
        var message = PercentEncoding.Decode(TextOf(headers, "grpc-message") ?? "");
        throw new RpcException(code, message) { Trailers = trailers };
    }

    private static string? TextOf(HttpHeaders headers, string key) =>
        headers.NonValidated.TryGetValues(key, out var values) ? values.ToString() : null;
}
