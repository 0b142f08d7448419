using System.Threading.Channels;
using Runink.Rpc.Fixtures;

namespace Runink.Rpc.Http2.Fixtures;

/// <summary>A method that waits to be let through, and tells of those who came and those who were cancelled.</summary>
internal sealed class Gate
{
    public const string Path = "/test.Echo/Wait";

    private readonly TaskCompletionSource _opened = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Channel<bool> _entered = Channel.CreateUnbounded<bool>();
    private readonly Channel<bool> _cancelled = Channel.CreateUnbounded<bool>();

    public RpcService Service => new(
        TestServer.Service,
        TestServer.Unary("Echo", (request, _) => new ValueTask<byte[]>(request)),
        RpcMethod.Duplex("Wait", BytesMarshaller.Instance, BytesMarshaller.Instance, async (_, responses, call) =>
        {
            _entered.Writer.TryWrite(true);
            try
            {
                await _opened.Task.WaitAsync(call.CancellationToken);
            }
            catch (OperationCanceledException)
            {
                _cancelled.Writer.TryWrite(true);
                throw;
            }

            await responses.WriteAsync([4, 2]);
        }));

    public void Open() => _opened.TrySetResult();

    public Task EnteredAsync(int calls) => CountAsync(_entered, calls);

    public Task CancelledAsync(int calls) => CountAsync(_cancelled, calls);

    public Task<TestServer> StartAsync(Func<RpcServerOptions, RpcServerOptions>? change = null) =>
        TestServer.StartAsync(options => (change ?? (same => same))(options with { Services = [Service] }));

    private static async Task CountAsync(Channel<bool> told, int calls)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        patience.CancelAfter(TimeSpan.FromSeconds(30));
        for (var i = 0; i < calls; i++) await told.Reader.ReadAsync(patience.Token);
    }
}
