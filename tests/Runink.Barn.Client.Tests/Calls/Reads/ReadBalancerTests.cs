using Runink.Rpc;

namespace Runink.Barn.Client.Tests.Calls.Reads;

public sealed class ReadBalancerTests : IDisposable
{
    private readonly HandTime _time = new();
    private readonly RpcChannel[] _channels =
        [.. Enumerable.Range(1, 3).Select(i => new RpcChannel(new RpcChannelOptions { Address = new Uri($"http://127.0.0.1:{i}") }))];
    private readonly BarnStoreOptions _options;
    private readonly ReadBalancer _balancer;

    public ReadBalancerTests()
    {
        _options = new() { Endpoints = [.. _channels.Select(channel => channel.Options.Address)], Clock = _time };
        _balancer = new ReadBalancer(_channels, _options);
    }

    [Fact]
    public void Endpoints_that_are_as_fast_get_as_many_reads()
    {
        foreach (var channel in _channels) _balancer.Answered(channel, TimeSpan.FromMilliseconds(1));
        Assert.Equal([100, 100, 100], Shares(300));
    }

    [Fact]
    public void One_that_is_much_slower_gets_one_of_twenty_until_it_has_recovered()
    {
        for (var i = 0; i < 50; i++)
            foreach (var (channel, slowness) in _channels.Zip([1, 2, 100])) _balancer.Answered(channel, TimeSpan.FromMilliseconds(slowness));
        var shares = Shares(600);
        Assert.Equal(30, shares[2]);
        Assert.InRange(shares[0] - shares[1], -30, 30);
        for (var i = 0; i < 50; i++) _balancer.Answered(_channels[2], TimeSpan.FromMilliseconds(1));
        Assert.Equal(100, Shares(300)[2]);
    }

    [Fact]
    public void One_that_failed_is_left_alone_for_a_while()
    {
        _balancer.Failed(_channels[1]);
        Assert.Equal(0, Shares(60)[1]);
        _time.Pass(_options.LongestPause);
        Assert.Equal(20, Shares(60)[1]);
    }

    [Fact]
    public void When_all_have_failed_they_are_asked_in_turn()
    {
        foreach (var channel in _channels) _balancer.Failed(channel);
        Assert.Equal([10, 10, 10], Shares(30));
        Assert.Null(_balancer.Other(_channels[0]));
    }

    [Fact]
    public void The_other_is_the_fastest_that_works()
    {
        foreach (var (channel, slowness) in _channels.Zip([1, 3, 2])) _balancer.Answered(channel, TimeSpan.FromMilliseconds(slowness));
        Assert.Equal(_channels[2], _balancer.Other(_channels[0]));
        Assert.Equal(_channels[0], _balancer.Other(_channels[2]));
        _balancer.Failed(_channels[0]);
        Assert.Equal(_channels[1], _balancer.Other(_channels[2]));
    }

    [Fact]
    public void One_that_is_overtaken_soon_counts_as_slow()
    {
        foreach (var channel in _channels) _balancer.Answered(channel, TimeSpan.FromMilliseconds(1));
        for (var i = 0; i < 3; i++) _balancer.Overtaken(_channels[0], TimeSpan.FromMilliseconds(2));
        Assert.Equal(3, Shares(60)[0]);
    }

    public void Dispose()
    {
        foreach (var channel in _channels) channel.Dispose();
    }

    private int[] Shares(int reads)
    {
        var shares = new int[_channels.Length];
        for (var i = 0; i < reads; i++) shares[Array.IndexOf(_channels, _balancer.Next())]++;
        return shares;
    }

    private sealed class HandTime : TimeProvider
    {
        // Not zero: what begins with the process is no special time.
        private long _now = 1000;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => _now;

        public void Pass(TimeSpan time) => _now += time.Ticks;
    }
}
