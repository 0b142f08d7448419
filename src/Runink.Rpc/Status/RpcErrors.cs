namespace Runink.Rpc;

/// <summary>The statuses that the runtime itself gives, in the words of grpc-go, which clients and their tests know.</summary>
internal static class RpcErrors
{
    public static RpcException UnknownFlag(byte flag) =>
        new(RpcCode.Internal, $"grpc: received unexpected payload format {flag}");

    public static RpcException ReceivedTooLarge(long length, int limit) =>
        new(RpcCode.ResourceExhausted, $"grpc: received message larger than max ({length} vs. {limit})");

    public static RpcException InflatedTooLarge(int limit) =>
        new(RpcCode.ResourceExhausted, $"grpc: received message after decompression larger than max {limit}");

    public static RpcException SendingTooLarge(long length, int limit) =>
        new(RpcCode.ResourceExhausted, $"grpc: trying to send message larger than max ({length} vs. {limit})");

    public static RpcException CompressedWithoutEncoding() =>
        new(RpcCode.Internal, "grpc: compressed flag set with identity or empty encoding");

    public static RpcException UnknownEncoding(string encoding) =>
        new(RpcCode.Unimplemented, $"grpc: Decompressor is not installed for grpc-encoding \"{encoding}\"");

    public static RpcException NotDecompressed(Exception cause) =>
        new(RpcCode.Internal, $"grpc: failed to decompress the received message: {cause.Message}", cause);

    public static RpcException NotParsed(string what, Exception cause) =>
        new(RpcCode.Internal, $"grpc: error unmarshalling {what}: {cause.Message}", cause);

    public static RpcException Truncated() => new(RpcCode.Internal, "unexpected EOF");

    public static RpcException NoMessage(string what) =>
        new(RpcCode.Internal, $"cardinality violation: received no {what} message");

    public static RpcException ManyMessages(string what) =>
        new(RpcCode.Internal, $"cardinality violation: received multiple {what} messages where one was due");

    public static RpcException DeadlineExceeded() => new(RpcCode.DeadlineExceeded, "context deadline exceeded");

    public static RpcException Cancelled() => new(RpcCode.Cancelled, "context canceled");

    public static RpcException MalformedTimeout(string text) => new(RpcCode.Internal, $"malformed grpc-timeout: \"{text}\"");

    /// <summary>The path named no method that is served.</summary>
    public static RpcException NoSuchMethod(string path, Func<string, bool> isService)
    {
        var slash = path.LastIndexOf('/');
        if (slash <= 0) return new(RpcCode.Unimplemented, $"malformed method name: \"{path}\"");
        var (service, method) = (path[1..slash], path[(slash + 1)..]);
        return new(RpcCode.Unimplemented, isService(service)
            ? $"unknown method {method} for service {service}"
            : $"unknown service {service}");
    }
}
