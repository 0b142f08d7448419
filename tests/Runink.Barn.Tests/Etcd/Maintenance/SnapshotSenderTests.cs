using Runink.Protocol;
using Runink.Rpc;

namespace Runink.Barn.Tests;

public sealed class SnapshotSenderTests
{
    private readonly HandTime _time = new();

    [Fact]
    public async Task A_client_that_takes_nothing_is_given_up_and_history_is_freed_again()
    {
        await using var host = await EtcdHost.StartAsync();
        var channel = host.Connect();
        for (var i = 0; i < 5; i++) await channel.PutAsync("k", $"{i}");
        _time.Waiting = timeIsOver => ThreadPool.QueueUserWorkItem(_ => timeIsOver());
        var client = new SlowClient(() => { });

        await GivenUpAsync(host, client);

        Assert.Equal(1, client.Pieces);
        await channel.CompactAsync(5);
        Assert.True(SpinWait.SpinUntil(() => host.Node.View.CutBefore == 5, TimeSpan.FromSeconds(20)));
    }

    [Fact]
    public async Task A_client_that_takes_every_piece_in_the_last_moment_is_given_up()
    {
        await using var host = await EtcdHost.StartAsync();
        var channel = host.Connect();
        for (var i = 0; i < 10; i++) await channel.PutAsync($"k{i}", new string('x', 100_000));
        var client = new SlowClient(() => _time.Pass(TimeSpan.FromSeconds(29)));
        _time.Waiting = _ => client.Take();

        await GivenUpAsync(host, client);

        Assert.Equal(3, client.Pieces);
    }

    private async Task GivenUpAsync(EtcdHost host, SlowClient client)
    {
        var failed = await Assert.ThrowsAsync<RpcException>(
            () => new SnapshotSender(_time).SendAsync(host.Node.System, client, TestContext.Current.CancellationToken).AsTask());
        Assert.Equal(RpcCode.DeadlineExceeded, failed.Code);
    }

    /// <summary>Takes a piece when the test says so.</summary>
    private sealed class SlowClient(Action sent) : RpcStreamWriter<SnapshotResponse>
    {
        private TaskCompletionSource _taken = new();

        public int Pieces { get; private set; }

        public void Take() => _taken.SetResult();

        public override void Write(SnapshotResponse message) => Pieces++;

        public override ValueTask FlushAsync()
        {
            sent();
            _taken = new();
            return new(_taken.Task);
        }
    }
}
