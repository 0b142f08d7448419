using Microsoft.AspNetCore.Http;
using Runink.Rpc.Fixtures;
using Runink.Rpc.Http2.Fixtures;

namespace Runink.Rpc.Http2;

/// <summary>Requests that are answered before they are whole, and those that wait while others go on.</summary>
public sealed class EarlyAnswerTests
{
    private const int Length = 10_000;
    private const int Window = 10;

    [Fact]
    public async Task A_call_of_no_method_is_answered_while_its_body_still_comes()
    {
        await using var server = await RawCalls.StartAsync();
        await using var client = await RawHttp2.ConnectAsync(server);
        for (var i = 0; i < 20; i++)
        {
            var stream = client.NewStream();
            await client.HeadersAsync(stream, ends: false, [.. RawCalls.Fields("/test.Echo/Nix"), ("content-length", $"{Length}")]);
            await client.DataAsync(stream, new byte[1_000], ends: false);
            var answer = await client.AnswerAsync(stream);
            Assert.Equal(("200", "12"), (answer.Value(":status"), answer.Status));
            await client.DataAsync(stream, new byte[Length - 1_000]);
            await client.PingAsync();
            Assert.True(answer.IsEnded && answer.Reset is null or RawError.None, $"the stream was reset with {answer.Reset}");
        }

        await client.AssertServesAsync();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_body_that_ends_after_its_handler_has_is_as_long_as_was_said(bool byTrailers)
    {
        await using var server = await StartAsync();
        await using var client = await ConnectAsync(server);
        var stream = await PostAsync(client);
        await client.DataAsync(stream, new byte[Length - 1_000], ends: !byTrailers);
        if (byTrailers) await client.HeadersAsync(stream, ends: true, ("x-checksum", "1"));
        await client.PingAsync();
        Assert.Null(client[stream].Reset);
        await client.OpenWindowAsync(stream, 1_000);
        var answer = await client.AnswerAsync(stream);
        Assert.Equal(("404", new string('a', 100)), answer.Said());
        await client.AssertServesAsync();
    }

    [Fact]
    public async Task An_answer_ends_though_its_request_does_not()
    {
        await using var server = await StartAsync();
        await using var client = await ConnectAsync(server);
        var stream = await PostAsync(client);
        await client.DataAsync(stream, new byte[1_000], ends: false);
        await client.OpenWindowAsync(stream, 1_000);
        await client.UntilAsync(() => client[stream].IsEnded);
        Assert.Equal(100, client[stream].Body.Count);
        await client.PingAsync();
        Assert.True(client[stream].Reset is null or RawError.None, $"the stream was reset with {client[stream].Reset}");
        await client.AssertServesAsync();
    }

    [Theory]
    [InlineData(Length - 1_000 + 1)]
    [InlineData(Length - 1_000 - 1)]
    [InlineData(0)]
    public async Task A_body_of_another_length_is_an_error_though_nobody_reads_it(int rest)
    {
        await using var server = await StartAsync();
        await using var client = await ConnectAsync(server);
        var stream = await PostAsync(client);
        await client.DataAsync(stream, new byte[rest]);
        await client.AssertStreamErrorAsync(stream, RawError.Protocol);
    }

    [Fact]
    public async Task A_body_that_nobody_reads_leaves_room_for_those_of_others_one_after_the_other()
    {
        await using var server = await RawWeb.StartAsync(async context =>
        {
            if (context.Request.Path == "/hold") await Task.Delay(Timeout.Infinite, context.RequestAborted);
            using var body = new MemoryStream();
            await context.Request.Body.CopyToAsync(body, context.RequestAborted);
            await context.Response.WriteAsync($"{body.Length}", context.RequestAborted);
        });
        await using var client = await RawHttp2.ConnectAsync(server);
        var held = client.NewStream();
        await client.HeadersAsync(held, ends: false, RawWeb.Fields("/hold", "POST"));
        await client.PingAsync();
        var room = (int)Math.Min(client[held].SendWindow, client.SendWindow);
        await client.DataWithinWindowsAsync(held, new byte[room], ends: false);
        await client.PingAsync();
        var message = RawCalls.Pattern(200_000);
        for (var i = 0; i < 30; i++)
        {
            var stream = client.NewStream();
            await client.HeadersAsync(stream, ends: false, RawWeb.Fields("/", "POST"));
            await client.DataWithinWindowsAsync(stream, message);
            Assert.Equal(("200", "200000"), (await client.AnswerAsync(stream)).Said());
        }

        await client.AssertServesAsync();
        var echo = await client.BeginAsync();
        await client.DataWithinWindowsAsync(echo, RawCalls.Message(message[..60_000]));
        await client.AssertEchoAsync(echo, message[..60_000]);
        Assert.False(client[held].IsOver);
    }

    /// <summary>A request that is answered before it is whole; the answer waits for a window.</summary>
    private static async Task<int> PostAsync(RawHttp2 client)
    {
        var stream = client.NewStream();
        await client.HeadersAsync(stream, ends: false, RawWeb.Fields("/", "POST", ("content-length", $"{Length}")));
        await client.DataAsync(stream, new byte[1_000], ends: false);
        await client.UntilAsync(() => client[stream].Body.Count == Window);
        return stream;
    }

    private static Task<TestServer> StartAsync() => RawWeb.StartAsync(context =>
    {
        context.Response.StatusCode = StatusCodes.Status404NotFound;
        return context.Response.WriteAsync(new string('a', 100), TestContext.Current.CancellationToken);
    });

    private static async Task<RawHttp2> ConnectAsync(TestServer server)
    {
        var client = await RawHttp2.ConnectAsync(server, (RawSetting.InitialWindowSize, Window));
        client.ReturnsWindow = false;
        return client;
    }
}
