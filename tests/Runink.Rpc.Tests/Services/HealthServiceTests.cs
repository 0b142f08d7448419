using Runink.Protocol;
using Runink.Rpc.Fixtures;
using static Runink.Protocol.HealthCheckResponse.Types;

namespace Runink.Rpc.Services;

public sealed class HealthServiceTests
{
    private static readonly RpcSignature<HealthCheckRequest, HealthCheckResponse> Check = Signature("Check");
    private static readonly RpcSignature<HealthCheckRequest, HealthCheckResponse> Watch = Signature("Watch");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_server_does_not_serve_until_its_owner_says_so()
    {
        var health = new HealthService();
        await using var server = await TestServer.StartAsync(health.Service);
        using var channel = new RpcChannel(new RpcChannelOptions { Address = server.Address() });
        Assert.Equal(ServingStatus.NotServing, (await channel.CallAsync(Check, new(), cancellationToken: Cancellation)).Status);
        health.Set("", isServing: true);
        Assert.Equal(ServingStatus.Serving, (await channel.CallAsync(Check, new(), cancellationToken: Cancellation)).Status);
    }

    [Fact]
    public async Task A_service_that_nobody_spoke_of_is_not_found()
    {
        await using var server = await TestServer.StartAsync(new HealthService().Service);
        using var channel = new RpcChannel(new RpcChannelOptions { Address = server.Address() });
        var failure = await Assert.ThrowsAsync<RpcException>(async () => await channel.CallAsync(Check, new() { Service = "a.B" }, cancellationToken: Cancellation));
        Assert.Equal((RpcCode.NotFound, "unknown service"), (failure.Code, failure.Message));
    }

    [Fact]
    public async Task A_watcher_is_told_of_changes_also_of_a_service_that_comes_later()
    {
        var health = new HealthService();
        await using var server = await TestServer.StartAsync(health.Service);
        using var channel = new RpcChannel(new RpcChannelOptions { Address = server.Address() });
        await using var call = channel.Start(Watch, new() { Service = "a.B" }, cancellationToken: Cancellation);
        Assert.Equal(ServingStatus.ServiceUnknown, await NextAsync());
        health.Set("other", isServing: true);
        health.Set("a.B", isServing: true);
        Assert.Equal(ServingStatus.Serving, await NextAsync());
        health.Set("a.B", isServing: false);
        Assert.Equal(ServingStatus.NotServing, await NextAsync());

        async Task<ServingStatus> NextAsync()
        {
            Assert.True(await call.Responses.MoveNextAsync());
            return call.Responses.Current.Status;
        }
    }

    private static RpcSignature<HealthCheckRequest, HealthCheckResponse> Signature(string method) =>
        RpcSignature.Protobuf<HealthCheckRequest, HealthCheckResponse>("grpc.health.v1.Health", method);
}
