using Google.Protobuf.Reflection;
using Runink.Protocol;
using Runink.Protocol.ReflectionV1;
using Runink.Rpc.Fixtures;

namespace Runink.Rpc.Services;

public sealed class ReflectionServiceTests
{
    [Theory]
    [InlineData("grpc.reflection.v1.ServerReflection")]
    [InlineData("grpc.reflection.v1alpha.ServerReflection")]
    public async Task What_is_served_can_be_listed_in_both_versions(string version)
    {
        var answer = Assert.Single(await AskAsync(version, new ServerReflectionRequest { ListServices = "" }));
        Assert.Equal(
            ["grpc.health.v1.Health", "grpc.reflection.v1.ServerReflection", "grpc.reflection.v1alpha.ServerReflection", "plain.Service"],
            answer.ListServicesResponse.Service.Select(service => service.Name));
    }

    [Fact]
    public async Task A_symbol_leads_to_files_from_which_the_descriptor_can_be_built()
    {
        var answer = Assert.Single(await AskAsync(new ServerReflectionRequest { FileContainingSymbol = "etcdserverpb.KV.Range" }, KvOnly()));
        var files = FileDescriptor.BuildFromByteStrings(answer.FileDescriptorResponse.FileDescriptorProto);
        Assert.Contains(files, file => file.Services.Any(service => service.FullName == "etcdserverpb.KV"));
        Assert.Contains(files, file => file.Name == "Etcd/mvcc.proto");
    }

    [Fact]
    public async Task Files_are_found_by_name_and_messages_have_no_extensions()
    {
        var answers = await AskAsync(
            "grpc.reflection.v1.ServerReflection",
            new ServerReflectionRequest { FileByFilename = "Grpc/health.proto" },
            new ServerReflectionRequest { AllExtensionNumbersOfType = "grpc.health.v1.HealthCheckRequest" });
        Assert.Equal([HealthReflection.Descriptor.SerializedData], answers[0].FileDescriptorResponse.FileDescriptorProto);
        Assert.Empty(answers[1].AllExtensionNumbersResponse.ExtensionNumber);
    }

    [Fact]
    public async Task What_is_not_known_is_an_error_in_the_answer_and_the_call_goes_on()
    {
        var answers = await AskAsync(
            "grpc.reflection.v1.ServerReflection",
            new ServerReflectionRequest { FileByFilename = "nix.proto" },
            new ServerReflectionRequest { FileContainingSymbol = "a.B" },
            new ServerReflectionRequest { AllExtensionNumbersOfType = "a.B" },
            new ServerReflectionRequest
            {
                FileContainingExtension =
                new ExtensionRequest { ContainingType = "a.B", ExtensionNumber = 1 }
            });
        Assert.Equal([5, 5, 5, 5], answers.Select(answer => answer.ErrorResponse.ErrorCode));
    }

    private static RpcService KvOnly() => new(KvReflection.Descriptor.Services[0]);

    private static Task<List<ServerReflectionResponse>> AskAsync(ServerReflectionRequest request, RpcService service) =>
        AskAsync("grpc.reflection.v1.ServerReflection", [service], request);

    private static Task<List<ServerReflectionResponse>> AskAsync(string version, params ServerReflectionRequest[] requests) =>
        AskAsync(version, [new HealthService().Service, new RpcService("plain.Service")], requests);

    private static async Task<List<ServerReflectionResponse>> AskAsync(
        string version, RpcService[] services, params ServerReflectionRequest[] requests)
    {
        await using var server = await TestServer.StartAsync([.. services, .. ReflectionService.For(services)]);
        using var channel = new RpcChannel(new RpcChannelOptions { Address = server.Address() });
        var signature = RpcSignature.Protobuf<ServerReflectionRequest, ServerReflectionResponse>(version, "ServerReflectionInfo");
        await using var call = channel.Open(signature, cancellationToken: TestContext.Current.CancellationToken);
        var answers = new List<ServerReflectionResponse>();
        foreach (var request in requests)
        {
            await call.Requests.WriteAsync(request);
            Assert.True(await call.Responses.MoveNextAsync());
            Assert.Equal(request, call.Responses.Current.OriginalRequest);
            answers.Add(call.Responses.Current);
        }

        await call.CompleteAsync();
        Assert.False(await call.Responses.MoveNextAsync());
        return answers;
    }
}
