using Runink.Rpc.Fixtures;

namespace Runink.Rpc.Server;

public sealed class UnaryTests
{
    [Fact]
    public async Task An_answer_is_a_frame_with_status_zero_in_the_trailers()
    {
        await using var server = await TestServer.StartAsync(TestServer.Unary("Echo", (request, _) => new([.. request, 9])));
        var answer = await RawCall.SendAsync(server, "/test.Echo/Echo", RawCall.Frame(1, 2));
        Assert.Equal(200, answer.HttpStatus);
        Assert.Equal("application/grpc", answer.Headers["content-type"]);
        Assert.Equal(RawCall.Frame(1, 2, 9), answer.Body);
        Assert.Equal("0", Assert.Single(answer.Trailers, trailer => trailer.Key == "grpc-status").Value);
    }

    [Fact]
    public async Task A_handler_that_waits_answers_like_one_that_does_not()
    {
        await using var server = await TestServer.StartAsync(TestServer.Unary("Echo", async (request, _) =>
        {
            await Task.Yield();
            return request;
        }));
        var answer = await RawCall.SendAsync(server, "/test.Echo/Echo", RawCall.Frame(1, 2));
        Assert.Equal(RawCall.Frame(1, 2), answer.Body);
        Assert.Equal("0 ", answer.Status);
    }

    [Theory]
    [InlineData("/test.Echo/Nix", "12 unknown method Nix for service test.Echo")]
    [InlineData("/test.Nix/Echo", "12 unknown service test.Nix")]
    [InlineData("/nonsense", "12 malformed method name: \"/nonsense\"")]
    public async Task What_is_not_served_is_unimplemented_in_the_words_of_grpc_go(string path, string status)
    {
        await using var server = await TestServer.StartAsync(TestServer.Unary("Echo", (request, _) => new(request)));
        var answer = await RawCall.SendAsync(server, path, RawCall.Frame(1));
        Assert.Equal(200, answer.HttpStatus);
        Assert.Empty(answer.Body);
        Assert.Equal(status, answer.Status);
        Assert.Empty(answer.Trailers);
    }

    [Fact]
    public async Task An_error_of_the_handler_is_the_status_with_its_message_escaped()
    {
        await using var server = await TestServer.StartAsync(TestServer.Unary("Echo", (_, _) => throw new RpcException(RpcCode.NotFound, "Kühe: 100 % weg\n")));
        var answer = await RawCall.SendAsync(server, "/test.Echo/Echo", RawCall.Frame(1));
        Assert.Equal("5 K%C3%BChe: 100 %25 weg%0A", answer.Status);
    }
}
