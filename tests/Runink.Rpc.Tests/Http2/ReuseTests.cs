using System.Net;
using System.Security.Claims;
using System.Threading.Channels;
using Microsoft.AspNetCore.Http;
using Runink.Rpc.Http2.Fixtures;

namespace Runink.Rpc.Http2;

/// <summary>A stream's objects serve one request after the other: nothing of one is there for the next.</summary>
public sealed class ReuseTests
{
    private const string Mine = "mine";

    [Fact]
    public async Task What_a_request_leaves_in_its_context_is_nothing_for_the_next()
    {
        await using var server = await RawWeb.StartAsync(async context =>
        {
            await context.Response.WriteAsync(Describe(context), TestContext.Current.CancellationToken);
            context.Items[Mine] = Mine;
            context.User = new ClaimsPrincipal(new ClaimsIdentity([new Claim(ClaimTypes.Name, Mine)], Mine));
            context.TraceIdentifier = Mine;
            context.Connection.RemoteIpAddress = IPAddress.Parse("192.0.2.1");
            context.Connection.RemotePort = 1;
            context.Connection.Id = Mine;
            context.Features.Set(new Left());
        });
        await using var client = await RawHttp2.ConnectAsync(server);
        var untouched = $"no items; nobody; another trace; {IPAddress.Loopback}; another connection; nothing";
        for (var i = 0; i < 3; i++) Assert.Equal(("200", untouched), (await client.GetAsync("/")).Said());
    }

    [Fact]
    public async Task What_a_request_puts_into_the_place_of_its_parts_is_not_there_for_the_next()
    {
        await using var server = await RawWeb.StartAsync(async context =>
        {
            var (said, aborted) = (context.Request.Headers["x-said"].ToString(), context.RequestAborted.IsCancellationRequested);
            context.Response.StatusCode = 201;
            context.Response.Headers["x-other"] = Mine;
            await context.Response.WriteAsync($"{said} {aborted} {context.Request.PathBase}{context.Request.Path}", TestContext.Current.CancellationToken);
            context.Request.Headers["x-said"] = Mine;
            context.Request.PathBase = "/base";
            context.Request.Body = new MemoryStream([1]);
            context.Response.Body = new MemoryStream();
            context.RequestAborted = new CancellationToken(canceled: true);
        });
        await using var client = await RawHttp2.ConnectAsync(server);
        Assert.Equal(("201", "one False /a"), (await client.GetAsync("/a", ("x-said", "one"))).Said());
        Assert.Equal(("201", " False /b"), (await client.GetAsync("/b")).Said());
        await client.AssertServesAsync();
        Assert.Equal(("201", "two False /c"), (await client.GetAsync("/c", ("x-said", "two"))).Said());
    }

    [Fact]
    public async Task Headers_and_status_of_a_response_are_not_those_of_the_next()
    {
        await using var server = await RawWeb.StartAsync(context =>
        {
            if (context.Request.Path != "/first") return Task.CompletedTask;
            context.Response.StatusCode = 404;
            context.Response.Headers["x-first"] = "1";
            context.Response.AppendTrailer("x-trailer", "1");
            return context.Response.WriteAsync("first", TestContext.Current.CancellationToken);
        });
        await using var client = await RawHttp2.ConnectAsync(server);
        var first = await client.GetAsync("/first");
        Assert.Equal(("404", "first", "1", "1"), (first.Said().Status, first.Said().Text, first.Value("x-first"), first.Value("x-trailer")));
        var second = await client.GetAsync("/second");
        Assert.Equal(("200", "", null, null), (second.Said().Status, second.Said().Text, second.Value("x-first"), second.Value("x-trailer")));
    }

    [Fact]
    public async Task Who_wants_to_be_called_is_called_once_and_not_for_the_next_request()
    {
        var called = Channel.CreateUnbounded<string>();
        await using var server = await RawWeb.StartAsync(context =>
        {
            if (context.Request.Path != "/first") return context.Response.WriteAsync("second", TestContext.Current.CancellationToken);
            context.Response.OnStarting(() =>
            {
                context.Response.Headers["x-first"] = "1";
                return Tell("starting");
            });
            context.Response.OnCompleted(() => Tell("completed"));
            return context.Response.WriteAsync("first", TestContext.Current.CancellationToken);

            Task Tell(string what)
            {
                called.Writer.TryWrite(what);
                return Task.CompletedTask;
            }
        });
        await using var client = await RawHttp2.ConnectAsync(server);
        var first = await client.GetAsync("/first");
        Assert.Equal(("200", "first", "1"), (first.Said().Status, first.Said().Text, first.Value("x-first")));
        Assert.Equal("starting", await called.Reader.ReadAsync(TestContext.Current.CancellationToken).AsTask().InTimeAsync());
        Assert.Equal("completed", await called.Reader.ReadAsync(TestContext.Current.CancellationToken).AsTask().InTimeAsync());
        for (var i = 0; i < 3; i++)
        {
            var next = await client.GetAsync("/second");
            Assert.Equal(("200", "second", null), (next.Said().Status, next.Said().Text, next.Value("x-first")));
        }

        Assert.False(called.Reader.TryRead(out var more), $"{more} comes once more");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_response_that_somebody_fails_to_start_is_an_error_and_the_next_one_is_not(bool writes)
    {
        var (starting, completed) = (0, 0);
        await using var server = await RawWeb.StartAsync(context =>
        {
            if (context.Request.Path != "/first") return Task.CompletedTask;
            // The last that came is the first that is called.
            context.Response.OnStarting(() => Count(ref starting));
            context.Response.OnStarting(() => throw new InvalidOperationException("on purpose"));
            context.Response.OnCompleted(() => Count(ref completed));
            context.Response.Headers["x-first"] = "1";
            return writes ? context.Response.WriteAsync("first", TestContext.Current.CancellationToken) : Task.CompletedTask;
        });
        await using var client = await RawHttp2.ConnectAsync(server);
        var first = await client.GetAsync("/first");
        Assert.Equal(("500", "", null), (first.Said().Status, first.Said().Text, first.Value("x-first")));
        var before = Volatile.Read(ref starting);
        for (var i = 0; i < 3; i++) Assert.Equal(("200", ""), (await client.GetAsync("/second")).Said());
        await client.AssertServesAsync();
        Assert.Equal(before, Volatile.Read(ref starting));
        Assert.InRange(Volatile.Read(ref completed), 0, 1);
    }

    [Fact]
    public async Task Nobody_can_ask_to_be_called_before_a_response_that_has_started()
    {
        await using var server = await RawWeb.StartAsync(async context =>
        {
            await context.Response.StartAsync(TestContext.Current.CancellationToken);
            var failure = Record.Exception(() => context.Response.OnStarting(() => Task.CompletedTask));
            await context.Response.WriteAsync($"{context.Response.HasStarted} {failure?.GetType().Name}", TestContext.Current.CancellationToken);
        });
        await using var client = await RawHttp2.ConnectAsync(server);
        for (var i = 0; i < 2; i++) Assert.Equal(("200", $"True {nameof(InvalidOperationException)}"), (await client.GetAsync("/")).Said());
    }

    private static Task Count(ref int calls)
    {
        Interlocked.Increment(ref calls);
        return Task.CompletedTask;
    }

    private static string Describe(HttpContext context) => string.Join(
        "; ",
        context.Items.Count == 0 ? "no items" : "items",
        context.User.Identity?.Name ?? "nobody",
        context.TraceIdentifier == Mine ? Mine : "another trace",
        context.Connection.RemoteIpAddress,
        context.Connection.Id == Mine || context.Connection.RemotePort == 1 ? Mine : "another connection",
        context.Features.Get<Left>() is null ? "nothing" : "something");

    private sealed class Left;
}
