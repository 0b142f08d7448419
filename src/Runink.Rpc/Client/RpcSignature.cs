using Google.Protobuf;

namespace Runink.Rpc;

/// <summary>A method as a client knows it.</summary>
/// <param name="Path"><c>/package.Service/Method</c>.</param>
/// <param name="Requests">Writes the requests.</param>
/// <param name="Responses">Reads the responses.</param>
public sealed record RpcSignature<TRequest, TResponse>(
    string Path, IMessageWriter<TRequest> Requests, IMessageReader<TResponse> Responses);

/// <summary>Makes signatures.</summary>
public static class RpcSignature
{
    /// <summary>A method with messages that protoc made.</summary>
    public static RpcSignature<TRequest, TResponse> Protobuf<TRequest, TResponse>(string service, string method)
        where TRequest : class, IMessage<TRequest>, new()
        where TResponse : class, IMessage<TResponse>, new() =>
        new($"/{service}/{method}", Marshaller.Protobuf<TRequest>(), Marshaller.Protobuf<TResponse>());
}
