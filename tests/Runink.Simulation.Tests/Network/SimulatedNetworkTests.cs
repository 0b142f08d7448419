namespace Runink.Simulation.Tests;

public sealed class SimulatedNetworkTests
{
    private readonly World _world = new(1);
    private readonly Mailbox _one = new();
    private readonly Mailbox _two = new();

    [Fact]
    public void A_healthy_network_delivers_everything_once_and_in_order()
    {
        var network = Make(NetworkOptions.Healthy);
        SendAndRun(network, 100);
        Assert.Equal(Enumerable.Range(0, 100), _two.Messages);
        Assert.Empty(_one.Messages);
    }

    [Fact]
    public void Messages_are_lost_as_often_as_the_options_say()
    {
        var network = Make(NetworkOptions.Healthy with { LossPartsPerMillion = 300_000 });
        SendAndRun(network, 1_000);
        Assert.Equal(1_000 - _two.Messages.Count, network.Tally.Lost);
        Assert.InRange(network.Tally.Lost, 200, 400);
    }

    [Fact]
    public void A_duplicated_message_arrives_twice()
    {
        var network = Make(NetworkOptions.Healthy with { DuplicatePartsPerMillion = 1_000_000 });
        SendAndRun(network, 10);
        Assert.Equal(Enumerable.Range(0, 10).SelectMany(i => (int[])[i, i]), _two.Messages.Order());
    }

    [Fact]
    public void Without_connections_messages_overtake_each_other()
    {
        var network = Make(new NetworkOptions { InOrder = false });
        SendAndRun(network, 100);
        Assert.True(network.Tally.Overtaken > 0);
        Assert.NotEqual(Enumerable.Range(0, 100), _two.Messages);
        Assert.Equal(Enumerable.Range(0, 100), _two.Messages.Order());
    }

    [Fact]
    public void A_late_message_arrives_long_after_the_others()
    {
        var network = Make(NetworkOptions.Healthy with { LatePartsPerMillion = 1_000_000, MeanLateness = 1_000_000_000 });
        SendAndRun(network, 20);
        Assert.Equal(20, network.Tally.Late);
        Assert.True(_world.Now > 1_000_000_000);
    }

    [Fact]
    public void A_cut_in_one_direction_leaves_the_other_open()
    {
        var network = Make(NetworkOptions.Healthy);
        network.Links.Block(1, 2);
        network.Send(1, 2, 1);
        network.Send(2, 1, 2);
        Run();
        Assert.Empty(_two.Messages);
        Assert.Equal([2], _one.Messages);
        Assert.Equal(1, network.Tally.Blocked);
    }

    [Fact]
    public void A_link_that_two_partitions_cut_opens_when_both_have_ended()
    {
        var links = Make(NetworkOptions.Healthy).Links;
        links.Block(1, 2);
        links.Block(1, 2);
        links.Unblock(1, 2);
        Assert.True(links.IsBlocked(1, 2));
        links.Unblock(1, 2);
        Assert.False(links.IsBlocked(1, 2));
    }

    [Fact]
    public void A_partition_that_ends_after_all_was_healed_opens_nothing_twice()
    {
        var links = Make(NetworkOptions.Healthy).Links;
        links.Block(1, 2);
        links.Heal();
        links.Unblock(1, 2);
        links.Block(1, 2);
        Assert.True(links.IsBlocked(1, 2));
    }

    [Fact]
    public void A_slow_link_delays_what_goes_over_it()
    {
        var network = Make(NetworkOptions.Healthy);
        network.Links.Slow(1, 2, 5_000_000_000);
        SendAndRun(network, 1);
        Assert.True(_world.Now > 5_000_000_000);
    }

    [Fact]
    public void No_more_than_a_bound_is_under_way()
    {
        var network = Make(NetworkOptions.Healthy with { MaxUnderWay = 10 });
        SendAndRun(network, 25);
        Assert.Equal(Enumerable.Range(0, 10), _two.Messages);
        Assert.Equal(15, network.Tally.Crowded);
    }

    [Fact]
    public void Room_is_free_again_once_messages_have_arrived()
    {
        var network = Make(NetworkOptions.Healthy with { MaxUnderWay = 10 });
        SendAndRun(network, 10);
        SendAndRun(network, 10);
        Assert.Equal(20, _two.Messages.Count);
    }

    [Fact]
    public void Only_what_can_be_damaged_is_damaged()
    {
        var network = new SimulatedNetwork(_world, NetworkOptions.Healthy with { DamagePartsPerMillion = 1_000_000 }, 3)
        {
            Damage = (message, _) => (int)message % 2 == 0 ? -(int)message : null,
        };
        network.Attach(2, _two);
        SendAndRun(network, 5);
        Assert.Equal([0, 1, -2, 3, -4], _two.Messages);
        Assert.Equal(3, network.Tally.Damaged);
    }

    [Fact]
    public void New_connections_bring_nothing_from_the_old_ones()
    {
        var network = Make(NetworkOptions.Healthy);
        network.Send(1, 2, 1);
        network.Renew(NetworkOptions.Healthy);
        network.Send(1, 2, 2);
        Run();
        Assert.Equal([2], _two.Messages);
    }

    [Fact]
    public void A_new_connection_does_not_wait_for_what_was_late_on_the_old_one()
    {
        const long Hour = 3_600_000_000_000;
        var network = Make(NetworkOptions.Healthy);
        network.Links.Slow(1, 2, Hour);
        network.Send(1, 2, 1);
        network.Renew(NetworkOptions.Healthy);
        network.Send(1, 2, 2);
        Assert.True(_world.Step());
        Assert.Equal([2], _two.Messages);
        Assert.InRange(_world.Now, 0, Hour / 1_000);
    }

    [Fact]
    public void What_nobody_takes_is_no_step()
    {
        var network = Make(NetworkOptions.Healthy);
        _two.IsDown = true;
        network.Send(1, 2, 1);
        network.Send(1, 0, 1);
        network.Send(1, 99, 1);
        Assert.False(_world.Step());
        Assert.Equal(0, network.Tally.Delivered);
    }

    private SimulatedNetwork Make(NetworkOptions options)
    {
        var network = new SimulatedNetwork(_world, options, 3);
        network.Attach(1, _one);
        network.Attach(2, _two);
        return network;
    }

    private void SendAndRun(SimulatedNetwork network, int count)
    {
        for (var i = 0; i < count; i++) network.Send(1, 2, i);
        Run();
    }

    private void Run()
    {
        while (_world.Step())
        {
        }
    }

    private sealed class Mailbox : INetworkEndpoint
    {
        public List<int> Messages { get; } = [];

        public bool IsDown { get; set; }

        public bool Deliver(int from, object message)
        {
            if (!IsDown) Messages.Add((int)message);
            return !IsDown;
        }
    }
}
