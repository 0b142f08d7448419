using Runink.Rpc.Fixtures;

namespace Runink.Rpc.Http2.Fixtures;

/// <summary>What a server holds more than before, while it serves another connection. For tests that run alone: memory is that of the process.</summary>
internal sealed class HeldMemory : IAsyncDisposable
{
    public const long Most = 16 << 20;

    private readonly TestServer _server;
    private readonly RawHttp2 _other;
    private readonly long _before;

    private HeldMemory(TestServer server, RawHttp2 other) => (_server, _other, _before) = (server, other, Now());

    /// <summary>How much more there is now.</summary>
    public long Grown => Now() - _before;

    public static async Task<HeldMemory> MeasureAsync(TestServer server)
    {
        var other = await RawHttp2.ConnectAsync(server);
        await other.AssertServesAsync();
        return new HeldMemory(server, other);
    }

    /// <summary>A connection that was there before is served.</summary>
    public Task OthersAreServedAsync() => _other.AssertServesAsync();

    /// <summary>Connections are served, and no more is held than may be.</summary>
    public async Task AssertAsync()
    {
        await OthersAreServedAsync();
        await _server.AssertServesAsync();
        var grown = Grown;
        TestContext.Current.TestOutputHelper?.WriteLine($"{grown} bytes more are held");
        Assert.True(grown < Most, $"{grown} bytes more are held");
    }

    public ValueTask DisposeAsync() => _other.DisposeAsync();

    private static long Now() => GC.GetTotalMemory(forceFullCollection: true);
}
