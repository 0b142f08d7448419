using System.Net;
using Runink.Cli.Commands.Cluster.Connection;
using Runink.Protocol;
using Runink.Rpc;

namespace Runink.Cli.Tests.Commands.Cluster.Connection;

/// <summary>A watch against servers that say what the test wants.</summary>
public sealed class WatchFollowerTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_member_without_a_leader_is_told_to_say_so_and_left_for_the_next()
    {
        var asked = new List<string?>();
        await using var lonely = await StartAsync((_, call) =>
        {
            asked.Add(call.RequestHeader("hasleader"));
            throw new RpcException(RpcCode.Unavailable, "etcdserver: no leader");
        });
        await using var other = await StartAsync(async (responses, call) =>
        {
            asked.Add(call.RequestHeader("hasleader"));
            await responses.WriteAsync(new() { Header = new() { Revision = 7 }, Created = true });
            await responses.WriteAsync(new() { Header = new() { Revision = 9 } });
        });
        using var connection = new ClusterConnection([Address(lonely), Address(other)], new RpcClientTls(), login: null, TimeSpan.FromSeconds(10));
        var follower = new WatchFollower(connection, new WatchCreateRequest(), why => Assert.Fail(why));
        await using var answers = follower.FollowAsync(Cancellation).GetAsyncEnumerator(Cancellation);
        Assert.True(await answers.MoveNextAsync());
        Assert.Equal(9, answers.Current.Header.Revision);
        Assert.Equal(["true", "true"], asked);
    }

    [Fact]
    public async Task Where_no_member_has_a_leader_it_does_not_begin()
    {
        await using var lonely = await StartAsync((_, _) => throw new RpcException(RpcCode.Unavailable, "etcdserver: no leader"));
        using var connection = new ClusterConnection([Address(lonely)], new RpcClientTls(), login: null, TimeSpan.FromSeconds(10));
        var follower = new WatchFollower(connection, new WatchCreateRequest(), why => Assert.Fail(why));
        await using var answers = follower.FollowAsync(Cancellation).GetAsyncEnumerator(Cancellation);
        var failure = await Assert.ThrowsAsync<RpcException>(async () => await answers.MoveNextAsync());
        Assert.Equal("etcdserver: no leader", failure.Message);
    }

    private static Uri Address(RpcServer server) => new($"http://{server.EndPoints[0]}");

    private static async Task<RpcServer> StartAsync(Func<RpcStreamWriter<WatchResponse>, RpcCall, ValueTask> serve)
    {
        var watch = RpcMethod.Duplex(
            "Watch", Marshaller.Protobuf<WatchRequest>(), Marshaller.Protobuf<WatchResponse>(),
            async (requests, responses, call) =>
            {
                await requests.MoveNextAsync();
                await serve(responses, call);
            });
        var server = new RpcServer(new RpcServerOptions
        {
            Listeners = [new RpcListener(new IPEndPoint(IPAddress.Loopback, 0))],
            Services = [new RpcService("etcdserverpb.Watch", watch)],
            DrainTime = TimeSpan.Zero,
        });
        await server.StartAsync(Cancellation);
        return server;
    }
}
