using Google.Protobuf.Reflection;
using Runink.Protocol.ReflectionV1;

namespace Runink.Rpc;

/// <summary>Server reflection: tells clients such as grpcurl what is served, and by which .proto files.</summary>
public static class ReflectionService
{
    /// <summary>Reflection in both its versions over the given services and itself. Both are to be served beside them.</summary>
    public static IReadOnlyList<RpcService> For(IReadOnlyList<RpcService> services)
    {
        var v1 = ReflectionReflection.Descriptor.Services[0];
        var v1Alpha = Protocol.ReflectionV1Alpha.ReflectionV1AlphaReflection.Descriptor.Services[0];
        var descriptors = services.Select(service => service.Descriptor).OfType<ServiceDescriptor>().Concat([v1, v1Alpha]);
        var names =
            services.Select(service => service.Name).Concat([v1.FullName, v1Alpha.FullName]).Order(StringComparer.Ordinal);
        var answers = new ReflectionAnswers(new DescriptorIndex(descriptors.Select(service => service.File)), [.. names]);

        // The two versions differ in nothing but the name of the service: the messages of one serve for both.
        return [Service(v1, answers), Service(v1Alpha, answers)];
    }

    private static RpcService Service(ServiceDescriptor descriptor, ReflectionAnswers answers) => new(descriptor, RpcMethod.Duplex(
        "ServerReflectionInfo", Marshaller.Protobuf<ServerReflectionRequest>(), Marshaller.Protobuf<ServerReflectionResponse>(),
        async (requests, responses, _) =>
        {
            await foreach (var request in requests) await responses.WriteAsync(answers.Answer(request)).ConfigureAwait(false);
        }));
}
