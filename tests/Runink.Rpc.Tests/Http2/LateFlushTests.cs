using System.Buffers;
using System.IO.Pipelines;
using Microsoft.AspNetCore.Http;
using Runink.Rpc.Http2.Fixtures;

namespace Runink.Rpc.Http2;

/// <summary>Handlers that keep what belongs to their call and flush it after they have returned.</summary>
public sealed class LateFlushTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_flush_after_the_handler_has_returned_harms_nothing_that_follows(bool writes)
    {
        PipeWriter? kept = null;
        await using var server = await RawWeb.StartAsync(async context =>
        {
            if (context.Request.Path == "/first") kept = context.Response.BodyWriter;
            await context.Response.WriteAsync(context.Request.Path, TestContext.Current.CancellationToken);
        });
        await using var client = await RawHttp2.ConnectAsync(server);
        for (var i = 0; i < 3; i++)
        {
            Assert.Equal(("200", "/first"), (await client.GetAsync("/first")).Said());
            if (writes) kept!.Write("late"u8);
            // It may say that it is over, and even fail.
            await Record.ExceptionAsync(async () => await kept!.FlushAsync(TestContext.Current.CancellationToken));
            await client.PingAsync();
            var streams = new List<int>();
            for (var call = 0; call < 10; call++) streams.Add(await client.RequestAsync($"/{call}"));
            for (var call = 0; call < 10; call++) Assert.Equal(("200", $"/{call}"), (await client.AnswerAsync(streams[call])).Said());
            await client.AssertServesAsync();
        }
    }

    [Fact]
    public async Task A_flush_after_the_handler_has_returned_harms_no_other_call_while_the_answer_waits_for_its_window()
    {
        PipeWriter? kept = null;
        await using var server = await RawWeb.StartAsync(async context =>
        {
            kept = context.Response.BodyWriter;
            await context.Response.WriteAsync(new string('a', 100), TestContext.Current.CancellationToken);
        });
        await using var client = await RawHttp2.ConnectAsync(server, (RawSetting.InitialWindowSize, 10));
        client.ReturnsWindow = false;
        var stream = await client.RequestAsync("/");
        await client.UntilAsync(() => client[stream].Body.Count == 10);
        await client.PingAsync();
        var late = Record.ExceptionAsync(async () => await kept!.FlushAsync(TestContext.Current.CancellationToken)).AsTask();
        await client.AssertServesAsync();
        await client.OpenWindowAsync(stream, 1_000);
        await client.UntilOverAsync(stream);
        await late.InTimeAsync();
        await client.AssertServesAsync();
    }
}
