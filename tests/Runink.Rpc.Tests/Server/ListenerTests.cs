using System.Net;
using System.Net.Sockets;
using Runink.Rpc.Fixtures;

namespace Runink.Rpc.Server;

public sealed class ListenerTests
{
    [Fact]
    public async Task An_address_that_is_taken_is_said_to_be_so()
    {
        await using var server = await TestServer.StartAsync(EchoMethods.Service());
        await Assert.ThrowsAnyAsync<IOException>(() => TestServer.StartAsync(options => options with
        {
            Listeners =
            [new RpcListener(server.EndPoint)]
        }));
    }

    [Fact]
    public async Task A_server_listens_on_a_unix_socket_beside_tcp_and_sees_no_address_of_its_client()
    {
        var folder = Directory.CreateTempSubdirectory("runink-rpc-");
        try
        {
            var path = new UnixDomainSocketEndPoint(Path.Combine(folder.FullName, "socket"));
            var remotes = new List<EndPoint?>();
            await using var server = await TestServer.StartAsync(options => options with
            {
                Listeners = [.. options.Listeners, new RpcListener(path)],
                Services = [EchoMethods.Service()],
                CallEnded = (call, _, _) => remotes.Add(call.RemoteEndPoint),
            });
            Assert.Equal(path, server.Server.EndPoints[1]);
            foreach (var endPoint in server.Server.EndPoints)
            {
                using var channel =
                    new RpcChannel(new RpcChannelOptions { Address = new Uri("http://localhost"), EndPoint = endPoint });
                Assert.Equal([1], await channel.CallAsync(EchoMethods.Echo, [1], cancellationToken: TestContext.Current.CancellationToken));
            }

            Assert.IsType<IPEndPoint>(remotes[0]);
            Assert.Null(remotes[1]);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
