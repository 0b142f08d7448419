using System.Text;

namespace Runink.Rpc.Fixtures;

/// <summary>A service of all four kinds, and how clients call it.</summary>
internal static class EchoMethods
{
    private static readonly BytesMarshaller Bytes = BytesMarshaller.Instance;

    public static readonly RpcSignature<byte[], byte[]> Echo = Signature(nameof(Echo));
    public static readonly RpcSignature<byte[], byte[]> Repeat = Signature(nameof(Repeat));
    public static readonly RpcSignature<byte[], byte[]> Concat = Signature(nameof(Concat));
    public static readonly RpcSignature<byte[], byte[]> Mirror = Signature(nameof(Mirror));
    public static readonly RpcSignature<byte[], byte[]> Fail = Signature(nameof(Fail));
    public static readonly RpcSignature<byte[], byte[]> Hang = Signature(nameof(Hang));
    public static readonly RpcSignature<byte[], byte[]> Headers = Signature(nameof(Headers));

    /// <summary>The service; <see cref="Hang"/> tells <paramref name="hung"/> when its token was cancelled.</summary>
    public static RpcService Service(TaskCompletionSource? hung = null) => new(
        TestServer.Service,
        RpcMethod.Unary(nameof(Echo), Bytes, Bytes, (request, _) => new ValueTask<byte[]>(request)),
        RpcMethod.ServerStreaming(nameof(Repeat), Bytes, Bytes, async (request, responses, _) =>
        {
            for (var i = 0; i < request[0]; i++) await responses.WriteAsync([.. request, (byte)i]);
        }),
        RpcMethod.ClientStreaming(nameof(Concat), Bytes, Bytes, async (requests, _) =>
        {
            var all = new List<byte>();
            await foreach (var request in requests) all.AddRange(request);
            return [.. all];
        }),
        RpcMethod.Duplex(nameof(Mirror), Bytes, Bytes, async (requests, responses, _) =>
        {
            await foreach (var request in requests) await responses.WriteAsync(request);
        }),
        RpcMethod.Unary(nameof(Fail), Bytes, Bytes, (request, _) => throw new RpcException((RpcCode)request[0], Encoding.UTF8.GetString(request.AsSpan(1)))),
        RpcMethod.Duplex(nameof(Hang), Bytes, Bytes, async (requests, responses, call) =>
        {
            await requests.MoveNextAsync();
            await responses.WriteAsync(requests.Current);
            using var cancelled = call.CancellationToken.Register(() => hung?.TrySetResult());
            await Task.Delay(Timeout.Infinite, call.CancellationToken);
        }),
        RpcMethod.Unary(nameof(Headers), Bytes, Bytes, EchoHeaders));

    private static ValueTask<byte[]> EchoHeaders(byte[] request, RpcCall call)
    {
        call.ResponseHeaders.Add("x-text", call.RequestHeaders["x-text"] ?? "none");
        if (call.RequestHeaders.TryGetBytes("x-bytes-bin", out var bytes)) call.ResponseTrailers.Add("x-bytes-bin", bytes);
        return request is [] ? throw new RpcException(RpcCode.Aborted, "empty") : new ValueTask<byte[]>(request);
    }

    private static RpcSignature<byte[], byte[]> Signature(string name) => new($"/{TestServer.Service}/{name}", Bytes, Bytes);
}
