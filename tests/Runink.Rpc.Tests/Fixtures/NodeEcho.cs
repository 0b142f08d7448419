using System.Text;
using Runink.Protocol;

namespace Runink.Rpc.Fixtures;

/// <summary>The service of node/echo.proto.</summary>
internal static class NodeEcho
{
    private const string Name = "test.NodeEcho";
    private static readonly Marshaller<KeyValue> Messages = Marshaller.Protobuf<KeyValue>();

    public static readonly RpcSignature<KeyValue, KeyValue> Unary = RpcSignature.Protobuf<KeyValue, KeyValue>(
        Name, nameof(Unary));
    public static readonly RpcSignature<KeyValue, KeyValue> Down = RpcSignature.Protobuf<KeyValue, KeyValue>(Name, nameof(Down));
    public static readonly RpcSignature<KeyValue, KeyValue> Up = RpcSignature.Protobuf<KeyValue, KeyValue>(Name, nameof(Up));
    public static readonly RpcSignature<KeyValue, KeyValue> Both = RpcSignature.Protobuf<KeyValue, KeyValue>(Name, nameof(Both));

    public static RpcService Service() => new(
        Name,
        RpcMethod.Unary(nameof(Unary), Messages, Messages, ServeUnary),
        RpcMethod.ServerStreaming(nameof(Down), Messages, Messages, async (request, responses, call) =>
        {
            if (request.Key.ToStringUtf8() == "hang")
            {
                await responses.WriteAsync(request);
                await Task.Delay(Timeout.Infinite, call.CancellationToken);
            }

            for (var i = 0; i < request.Version; i++)
            {
                request.ModRevision = i;
                await responses.WriteAsync(request);
            }
        }),
        RpcMethod.ClientStreaming(nameof(Up), Messages, Messages, async (requests, _) =>
        {
            var sum = new KeyValue();
            await foreach (var request in requests)
            {
                sum.Version++;
                sum.Lease += request.Value.Length;
            }

            return sum;
        }),
        RpcMethod.Duplex(nameof(Both), Messages, Messages, async (requests, responses, _) =>
        {
            await foreach (var request in requests) await responses.WriteAsync(request);
        }));

    private static ValueTask<KeyValue> ServeUnary(KeyValue request, RpcCall call)
    {
        switch (request.Key.ToStringUtf8())
        {
            case "fail":
                throw new RpcException((RpcCode)request.Version, Encoding.UTF8.GetString(request.Value.Span))
                {
                    Trailers =
                    new RpcMetadata { { "x-trail", "of the error" } }
                };
            case "headers":
                foreach (var entry in call.RequestHeaders)
                {
                    if (entry.Key == "x-text") call.ResponseHeaders.Add(entry.Key, entry.Text!);
                    if (entry.Key == "x-bytes-bin") call.ResponseTrailers.Add(entry.Key, entry.Bytes);
                }

                return new(request);
            default:
                return new(request);
        }
    }
}
