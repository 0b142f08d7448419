using System.Net;
using Microsoft.AspNetCore.Http;
using Runink.Rpc.Fixtures;

namespace Runink.Rpc.Server;

public sealed class HttpOnTheSamePortTests
{
    [Theory]
    [InlineData("1.1")]
    [InlineData("2.0")]
    public async Task What_is_no_grpc_goes_to_the_fallback_in_either_version_of_http(string version)
    {
        await using var server = await StartAsync();
        using var client = new HttpClient { DefaultRequestVersion = Version.Parse(version), DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact };
        using var content = new StringContent("hello");
        using var response =
            await client.PostAsync(new Uri(server.Address(), "/health"), content, TestContext.Current.CancellationToken);
        Assert.Equal(Version.Parse(version), response.Version);
        Assert.Equal("/health hello", await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        var grpc = await RawCall.SendAsync(server, "/test.Echo/Echo", RawCall.Frame(1));
        Assert.Equal("0 ", grpc.Status);
    }

    [Fact]
    public async Task Without_a_fallback_other_content_is_refused()
    {
        await using var server = await TestServer.StartAsync(TestServer.Unary("Echo", (request, _) => new(request)));
        var web = await RawCall.SendAsync(server, "/test.Echo/Echo", [], request => request.Content!.Headers.ContentType = new("application/grpc-web"));
        Assert.Equal(415, web.HttpStatus);
        var get = await RawCall.SendAsync(server, "/test.Echo/Echo", [], request => request.Method = HttpMethod.Put);
        Assert.Equal(405, get.HttpStatus);
        using var client = new HttpClient { DefaultRequestVersion = HttpVersion.Version11 };
        using var old = await client.GetAsync(server.Address(), TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.NotFound, old.StatusCode);
    }

    private static Task<TestServer> StartAsync() => TestServer.StartAsync(options => options with
    {
        Services = [new RpcService(TestServer.Service, TestServer.Unary("Echo", (request, _) => new(request)))],
        Fallback = async context =>
        {
            using var body = new StreamReader(context.Request.Body);
            await context.Response.WriteAsync($"{context.Request.Path} {await body.ReadToEndAsync(context.RequestAborted)}", context.RequestAborted);
        },
    });
}
