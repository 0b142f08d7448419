using Runink.Rpc.Fixtures;

namespace Runink.Rpc.Interop;

/// <summary>@grpc/grpc-js calls our server: each check of node/client.mjs is a test.</summary>
public sealed class GrpcJsClientTests(GrpcJsClientTests.Run run) : IClassFixture<GrpcJsClientTests.Run>
{
    [Theory]
    [InlineData("unary")]
    [InlineData("down streams")]
    [InlineData("up streams")]
    [InlineData("both stream in turns")]
    [InlineData("metadata")]
    [InlineData("errors in any language")]
    [InlineData("every code")]
    [InlineData("unknown methods")]
    [InlineData("deadline")]
    [InlineData("cancel")]
    [InlineData("gzip")]
    [InlineData("large messages")]
    [InlineData("messages that are too large")]
    [InlineData("a slow reader")]
    [InlineData("many at once")]
    [InlineData("health")]
    public void Passes_its_check_of(string name) => Assert.Contains($"ok {name}", run.Lines);

    [Fact]
    public void Fails_none() =>
        Assert.Empty(string.Join('\n', run.Lines.Where(line => !line.StartsWith("ok ", StringComparison.Ordinal))));

    /// <summary>Which of the two a deadline is depends on whose clock is first.</summary>
    [Fact]
    public void What_was_cancelled_or_past_its_deadline_ended_on_the_server()
    {
        Assert.Equal(2, run.Hung.Count);
        Assert.Contains(RpcCode.Cancelled, run.Hung);
        Assert.All(run.Hung, code => Assert.True(code is RpcCode.Cancelled or RpcCode.DeadlineExceeded));
    }

    /// <summary>One run of all checks.</summary>
    public sealed class Run : IAsyncLifetime
    {
        private readonly List<RpcCode> _hung = [];

        public string[] Lines { get; private set; } = [];

        public IReadOnlyList<RpcCode> Hung => _hung;

        public async ValueTask InitializeAsync()
        {
            var health = new HealthService();
            health.Set("", isServing: true);
            var server = await TestServer.StartAsync(options => options with
            {
                Services = [NodeEcho.Service(), health.Service],
                CallEnded = (_, code, failure) =>
                {
                    if (failure is OperationCanceledException) lock (_hung) _hung.Add(code);
                },
            });
            await using (server) Lines = await NodePeer.RunAsync("client.mjs", $"{server.EndPoint.Port}");
        }

        public ValueTask DisposeAsync() => default;
    }
}
