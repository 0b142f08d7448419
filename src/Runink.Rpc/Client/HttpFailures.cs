using System.Net;

namespace Runink.Rpc;

/// <summary>What failures of HTTP mean in gRPC's codes, by its tables for HTTP statuses and HTTP/2 error codes.</summary>
internal static class HttpFailures
{
    public static RpcException Translate(Exception failure)
    {
        for (var cause = failure; cause is not null; cause = cause.InnerException)
            if (cause is HttpProtocolException protocol) return Broken(protocol.ErrorCode, failure);
        return failure switch
        {
            // A connection that takes too long comes as a cancellation, too.
            OperationCanceledException { InnerException: TimeoutException late } =>
                new RpcException(RpcCode.Unavailable, $"connection error: {Innermost(late).Message}", failure),
            OperationCanceledException => new RpcException(RpcCode.Cancelled, "the call was given up", failure),
            HttpRequestException or IOException =>
                new RpcException(RpcCode.Unavailable, $"connection error: {Innermost(failure).Message}", failure),
            ObjectDisposedException => new RpcException(RpcCode.Unavailable, "the channel is closed", failure),
            _ => new RpcException(RpcCode.Internal, failure.Message, failure),
        };
    }

    public static RpcException OfStatus(HttpStatusCode status, string? reason)
    {
        var code = (int)status switch
        {
            400 => RpcCode.Internal,
            401 => RpcCode.Unauthenticated,
            403 => RpcCode.PermissionDenied,
            404 => RpcCode.Unimplemented,
            429 or 502 or 503 or 504 => RpcCode.Unavailable,
            _ => RpcCode.Unknown,
        };
        var text = reason ?? status.ToString();
        return new RpcException(code, $"unexpected HTTP status code received from server: {(int)status} ({text})");
    }

    private static RpcException Broken(long http2Error, Exception failure) =>
        new(CodeOf(http2Error), $"stream terminated by RST_STREAM or GOAWAY with error code {http2Error}", failure);

    private static RpcCode CodeOf(long http2Error) => http2Error switch
    {
        0x0 => RpcCode.Unavailable, // NO_ERROR: the server closed the connection in peace.
        0x7 => RpcCode.Unavailable, // REFUSED_STREAM
        0x8 => RpcCode.Cancelled, // CANCEL
        0xb => RpcCode.ResourceExhausted, // ENHANCE_YOUR_CALM
        0xc => RpcCode.PermissionDenied, // INADEQUATE_SECURITY
        _ => RpcCode.Internal,
    };

    private static Exception Innermost(Exception failure)
    {
        while (failure.InnerException is { } inner) failure = inner;
        return failure;
    }
}
