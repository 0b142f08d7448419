using Microsoft.AspNetCore.Http;
using Runink.Rpc.Http2.Fixtures;

namespace Runink.Rpc.Http2;

/// <summary>What is no gRPC, as the owner's delegate sees it and answers it.</summary>
public sealed class FallbackOverHttp2Tests
{
    [Theory]
    [InlineData("/a%2Fb", "/a%2Fb")]
    [InlineData("/a%20b", "/a b")]
    [InlineData("/%C3%A4", "/ä")]
    [InlineData("/a%252Fb%2525", "/a%2Fb%25")]
    [InlineData("/x/../y", "/y")]
    [InlineData("/x/%2e%2e/y", "/y")]
    [InlineData("/x/%2E./y", "/y")]
    [InlineData("/x/./y", "/x/y")]
    [InlineData("/../../y", "/y")]
    [InlineData("/x/..", "/")]
    [InlineData("/x/...", "/x/...")]
    [InlineData("/.y/z.", "/.y/z.")]
    public async Task A_path_is_decoded_and_made_short(string target, string path)
    {
        await using var server = await RawWeb.StartAsync(context => context.Response.WriteAsync(context.Request.Path.Value!, context.RequestAborted));
        await using var client = await RawHttp2.ConnectAsync(server);
        Assert.Equal(("200", path), (await client.GetAsync(target)).Said());
    }

    [Theory]
    [InlineData("/q", "")]
    [InlineData("/q?", "?")]
    [InlineData("/q?a=%20b&c=/../d%2Fe%2e", "?a=%20b&c=/../d%2Fe%2e")]
    [InlineData("/q?a?b=%00", "?a?b=%00")]
    public async Task A_query_is_kept_as_it_came(string target, string query)
    {
        // QueryString takes no lone question mark, so this asks the request beneath it.
        await using var server = await RawWeb.StartAsync(context =>
        {
            var request = context.Features.Get<Microsoft.AspNetCore.Http.Features.IHttpRequestFeature>()!;
            return context.Response.WriteAsync($"{request.Path} {request.QueryString} {request.RawTarget}", context.RequestAborted);
        });
        await using var client = await RawHttp2.ConnectAsync(server);
        Assert.Equal(("200", $"/q {query} {target}"), (await client.GetAsync(target)).Said());
    }

    [Theory]
    [InlineData("/%00")]
    [InlineData("/a%00b?c")]
    public async Task A_path_with_a_zero_is_refused(string target)
    {
        var calls = 0;
        await using var server = await RawWeb.StartAsync(_ =>
        {
            Interlocked.Increment(ref calls);
            return Task.CompletedTask;
        });
        await using var client = await RawHttp2.ConnectAsync(server);
        var answer = await client.GetAsync(target);
        Assert.True(answer.Reset == RawError.Protocol || answer.Value(":status") == "400", $"reset {answer.Reset}, status {answer.Value(":status")}");
        await client.AssertServesAsync();
        Assert.Equal(0, Volatile.Read(ref calls));
    }

    [Theory]
    [InlineData("Connection", "close")]
    [InlineData("Keep-Alive", "timeout=5")]
    [InlineData("Transfer-Encoding", "chunked")]
    [InlineData("Upgrade", "h2c")]
    [InlineData("Proxy-Connection", "close")]
    [InlineData("connection", "keep-alive")]
    public async Task A_header_that_speaks_of_the_connection_is_not_sent(string name, string value)
    {
        await using var server = await RawWeb.StartAsync(context =>
        {
            context.Response.Headers[name] = value;
            context.Response.Headers["X-Other"] = "1";
            return context.Response.WriteAsync("all", context.RequestAborted);
        });
        await using var client = await RawHttp2.ConnectAsync(server);
        for (var i = 0; i < 2; i++)
        {
            var answer = await client.GetAsync("/");
            Assert.Equal(("200", "all", "1"), (answer.Said().Status, answer.Said().Text, answer.Value("x-other")));
            Assert.DoesNotContain(answer.Blocks[0], field => field.Name.Equals(name, StringComparison.OrdinalIgnoreCase));
            Assert.All(answer.Blocks[0], field => Assert.Equal(field.Name.ToLowerInvariant(), field.Name));
        }
    }

    [Fact]
    public async Task A_question_about_the_server_as_a_whole_has_no_path()
    {
        await using var server = await RawWeb.StartAsync(context => context.Response.WriteAsync($"'{context.Request.Path}'", context.RequestAborted));
        await using var client = await RawHttp2.ConnectAsync(server);
        var stream = client.NewStream();
        await client.HeadersAsync(stream, ends: true, RawWeb.Fields("*", "OPTIONS"));
        Assert.Equal(("200", "''"), (await client.AnswerAsync(stream)).Said());
    }

    [Fact]
    public async Task Cookies_in_crumbs_are_read_as_one_field()
    {
        await using var server = await RawWeb.StartAsync(context =>
            context.Response.WriteAsync(string.Join(' ', context.Request.Cookies.Select(cookie => $"{cookie.Key}={cookie.Value}")), context.RequestAborted));
        await using var client = await RawHttp2.ConnectAsync(server);
        Assert.Equal(("200", "a=b c=d e=f"), (await client.GetAsync("/", ("cookie", "a=b"), ("x", "y"), ("cookie", "c=d"), ("cookie", "e=f"))).Said());
        Assert.Equal(("200", "a=b"), (await client.GetAsync("/", ("cookie", "a=b"))).Said());
    }

    [Fact]
    public async Task Other_fields_that_come_twice_keep_both_values()
    {
        await using var server = await RawWeb.StartAsync(context =>
            context.Response.WriteAsync(string.Join('|', context.Request.Headers["x-twice"].ToArray()), context.RequestAborted));
        await using var client = await RawHttp2.ConnectAsync(server);
        Assert.Equal(("200", "a|b, c"), (await client.GetAsync("/", ("x-twice", "a"), ("x-twice", "b, c"))).Said());
    }

    [Theory]
    [InlineData("localhost")]
    [InlineData("other")]
    public async Task Two_hosts_are_malformed(string second)
    {
        await using var server = await RawWeb.StartAsync(_ => Task.CompletedTask);
        await using var client = await RawHttp2.ConnectAsync(server);
        var stream = client.NewStream();
        var fields = RawWeb.Fields("/", "GET", ("host", "localhost"), ("host", second)).Where(field => field.Name != ":authority");
        await client.HeadersAsync(stream, ends: true, [.. fields]);
        await client.UntilOverAsync(stream);
        if (client[stream].Reset is null) Assert.Equal("400", client[stream].Value(":status"));
        else await client.AssertStreamErrorAsync(stream, RawError.Protocol);
        await client.AssertServesAsync();
    }

    [Theory]
    [InlineData("header")]
    [InlineData("header, with a body")]
    [InlineData("header, from a callback")]
    [InlineData("trailer")]
    public async Task A_value_with_a_line_break_ends_its_stream_with_an_error_and_no_other(string where)
    {
        await using var server = await RawWeb.StartAsync(context =>
        {
            if (context.Request.Path != "/bad") return context.Response.WriteAsync("good", context.RequestAborted);
            if (where == "trailer") context.Response.AppendTrailer("x-bad", "a\r\nx-more: b");
            else if (where == "header, from a callback") context.Response.OnStarting(() => SetBad(context));
            else _ = SetBad(context);
            return where == "header" ? Task.CompletedTask : context.Response.WriteAsync("bad", context.RequestAborted);
        });
        await using var client = await RawHttp2.ConnectAsync(server);
        for (var i = 0; i < 3; i++)
        {
            var bad = await client.GetAsync("/bad");
            Assert.True(bad.Reset is not null || bad.Value(":status") == "500", $"the status is {bad.Value(":status")}");
            Assert.Null(bad.Value("x-bad"));
            var good = await client.GetAsync("/good");
            Assert.Equal(("200", "good", null), (good.Said().Status, good.Said().Text, good.Value("x-bad")));
            await client.AssertServesAsync();
        }

        static Task SetBad(HttpContext context)
        {
            context.Response.Headers["x-bad"] = "a\r\nx-more: b";
            return Task.CompletedTask;
        }
    }
}
