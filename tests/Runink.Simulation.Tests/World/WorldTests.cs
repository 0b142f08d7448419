namespace Runink.Simulation.Tests;

public sealed class WorldTests
{
    private readonly World _world = new(1);
    private readonly Recorder _recorder = new();

    [Fact]
    public void Time_stands_still_between_events_and_never_goes_back()
    {
        _world.Schedule(30, _recorder, 3);
        _world.Schedule(10, _recorder, 1);
        _world.Schedule(-5, _recorder, 0);
        List<long> times = [];
        while (_world.Step()) times.Add(_world.Now);
        Assert.Equal([0, 10, 30], times);
        Assert.Equal([0, 1, 3], _recorder.Heard);
    }

    [Fact]
    public void What_came_too_late_is_no_step()
    {
        _recorder.Deaf = true;
        _world.Schedule(10, _recorder, 1);
        Assert.False(_world.Step());
        Assert.Equal((0, 10), (_world.Steps, _world.Now));
    }

    [Fact]
    public void A_step_is_made_even_if_others_come_too_late_before_it()
    {
        _world.Schedule(10, new Recorder { Deaf = true }, 1);
        _world.Schedule(20, _recorder, 2);
        Assert.True(_world.Step());
        Assert.Equal((1, 20), (_world.Steps, _world.Now));
    }

    [Fact]
    public void The_number_and_the_payload_arrive_as_they_were_given()
    {
        _world.Schedule(1, _recorder, 2, long.MinValue, "payload");
        _world.Step();
        Assert.Equal((long.MinValue, "payload"), (_recorder.Last.Number, _recorder.Last.Payload));
    }

    [Fact]
    public void Whoever_lets_events_pile_up_without_bound_is_stopped()
    {
        for (var i = 0; i < World.MaxPending; i++) _world.Schedule(1, _recorder, 0);
        Assert.Throws<InvalidOperationException>(() => _world.Schedule(1, _recorder, 0));
    }

    [Fact]
    public void Only_equal_histories_have_equal_fingerprints()
    {
        Assert.Equal(FingerprintOf(1, 2, 3), FingerprintOf(1, 2, 3));
        Assert.NotEqual(FingerprintOf(1, 2, 3), FingerprintOf(1, 3, 2));
    }

    private static ulong FingerprintOf(params int[] kinds)
    {
        var world = new World(1);
        foreach (var kind in kinds) world.Schedule(1, new Recorder(), kind);
        while (world.Step())
        {
        }

        return world.Fingerprint;
    }

    private sealed class Recorder : IEventTarget
    {
        public List<int> Heard { get; } = [];

        public ScheduledEvent Last { get; private set; }

        public bool Deaf { get; set; }

        public bool Handle(in ScheduledEvent happening)
        {
            Last = happening;
            Heard.Add(happening.Kind);
            return !Deaf;
        }
    }
}
