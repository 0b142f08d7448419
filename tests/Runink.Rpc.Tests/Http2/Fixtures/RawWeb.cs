using System.Text;
using Microsoft.AspNetCore.Http;
using Runink.Rpc.Fixtures;

namespace Runink.Rpc.Http2.Fixtures;

/// <summary>Requests that are no gRPC, by the frame, to a server that has a fallback beside its echo.</summary>
internal static class RawWeb
{
    public static Task<TestServer> StartAsync(RequestDelegate fallback, Func<RpcServerOptions, RpcServerOptions>? change = null) =>
        RawCalls.StartAsync(options => (change ?? (same => same))(options with { Fallback = fallback }));

    /// <summary>The fields of a plain request, with more behind them.</summary>
    public static (string Name, string Value)[] Fields(string path, string method = "GET", params (string Name, string Value)[] more) =>
        [(":method", method), (":scheme", "http"), (":path", path), (":authority", "localhost"), .. more];

    /// <summary>A GET; its stream.</summary>
    public static async Task<int> RequestAsync(this RawHttp2 client, string path, params (string Name, string Value)[] more)
    {
        var stream = client.NewStream();
        await client.HeadersAsync(stream, ends: true, Fields(path, "GET", more));
        return stream;
    }

    /// <summary>A GET and its answer.</summary>
    public static async Task<RawStream> GetAsync(this RawHttp2 client, string path, params (string Name, string Value)[] more) =>
        await client.AnswerAsync(await client.RequestAsync(path, more));

    /// <summary>The status and the body of an answer that came whole.</summary>
    public static (string? Status, string Text) Said(this RawStream answer)
    {
        Assert.Null(answer.Reset);
        return (answer.Value(":status"), Encoding.UTF8.GetString([.. answer.Body]));
    }

    /// <summary>Of a handler that a test waits for.</summary>
    public static Task<T> InTimeAsync<T>(this Task<T> told) => told.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
}
