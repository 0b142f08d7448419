namespace Runink.Simulation.Tests;

public sealed class SimulatedDiskTests : IDiskOwner<string>
{
    private readonly World _world = new(1);
    private readonly DiskTally _tally = new();
    private readonly List<string> _content = [];
    private readonly List<string> _reports = [];

    [Fact]
    public void Writes_become_durable_in_their_order_and_later_than_they_were_started()
    {
        var disk = Make(DiskOptions.Healthy);
        Start(disk, "a", "b", "c");
        Assert.Empty(_content);
        Run();
        Assert.Equal(["a", "b", "c"], _content);
        Assert.Equal("c", _reports[^1]);
        Assert.True(_world.Now >= DiskOptions.Healthy.LeastDelay);
        Assert.Equal(0, disk.Pending);
    }

    [Fact]
    public void What_waits_for_a_write_becomes_durable_together_after_it()
    {
        Start(Make(DiskOptions.Healthy), "a", "b", "c");
        Run();
        Assert.Equal(["a", "c"], _reports);
    }

    [Fact]
    public void Without_group_commit_every_write_is_reported_by_itself()
    {
        Start(Make(DiskOptions.Healthy with { GroupCommit = false }), "a", "b", "c");
        Run();
        Assert.Equal(["a", "b", "c"], _reports);
    }

    [Fact]
    public void A_stalled_disk_completes_nothing_until_the_stall_is_over()
    {
        var disk = Make(DiskOptions.Healthy);
        Start(disk, "a");
        disk.Stall(9_000_000_000);
        Run();
        Assert.True(_world.Now >= 9_000_000_000);
        Assert.Equal(["a"], _reports);
        Assert.Equal(1, _tally.Stalls);
    }

    [Fact]
    public void A_disk_that_recovers_completes_what_the_stall_held_up()
    {
        var disk = Make(DiskOptions.Healthy);
        Start(disk, "a", "b");
        disk.Stall(9_000_000_000);
        disk.Recover();
        Run();
        Assert.True(_world.Now < 9_000_000_000);
        Assert.Equal(["a", "b"], _content);
    }

    [Fact]
    public void A_crash_keeps_a_prefix_of_what_was_not_reported_and_reports_nothing_of_it()
    {
        HashSet<string> outcomes = [];
        for (ulong seed = 0; seed < 100; seed++)
        {
            _content.Clear();
            _reports.Clear();
            var world = new World(seed);
            var disk = new SimulatedDisk<string>(world, this, DiskOptions.Healthy, _tally);
            Start(disk, "a", "b", "c");
            disk.Crash();
            while (world.Step())
            {
            }

            Assert.Empty(_reports);
            outcomes.Add(string.Concat(_content));
        }

        Assert.Equal(["", "a", "ab", "abc"], outcomes.Order());
        Assert.True(_tally.Lost > 0 && _tally.SurvivedUnreported > 0);
    }

    [Fact]
    public void A_crash_may_lose_everything_that_was_not_reported_and_nothing_that_was()
    {
        var disk = Make(DiskOptions.Healthy with { LoseAllPartsPerMillion = 1_000_000 });
        Start(disk, "a");
        Run();
        Start(disk, "b", "c");
        disk.Crash();
        Run();
        Assert.Equal(["a"], _content);
    }

    [Fact]
    public void Only_the_last_write_that_survives_a_crash_is_torn()
    {
        for (ulong seed = 0; seed < 50; seed++)
        {
            _content.Clear();
            var options = DiskOptions.Healthy with { TornPartsPerMillion = 1_000_000, LoseAllPartsPerMillion = 0 };
            var disk = new SimulatedDisk<string>(new World(seed), this, options, _tally);
            Start(disk, "a", "b", "c");
            disk.Crash();
            if (_content.Count > 0) Assert.EndsWith(" torn", _content[^1]);
            Assert.DoesNotContain(_content.SkipLast(1), write => write.EndsWith(" torn", StringComparison.Ordinal));
        }

        Assert.True(_tally.Torn > 0);
    }

    [Fact]
    public void A_disk_works_on_after_a_crash()
    {
        var disk = Make(DiskOptions.Healthy with { LoseAllPartsPerMillion = 1_000_000 });
        Start(disk, "a", "b");
        disk.Crash();
        Start(disk, "c");
        Run();
        Assert.Equal(["c"], _content);
        Assert.Equal(["c"], _reports);
    }

    void IDiskOwner<string>.Persist(string write) => _content.Add(write);

    void IDiskOwner<string>.PersistTorn(string write, Prng chance) => _content.Add($"{write} torn");

    void IDiskOwner<string>.Report(string last) => _reports.Add(last);

    private static void Start(SimulatedDisk<string> disk, params string[] writes)
    {
        foreach (var write in writes) disk.Start(write);
    }

    private SimulatedDisk<string> Make(DiskOptions options) => new(_world, this, options, _tally);

    private void Run()
    {
        while (_world.Step())
        {
        }
    }
}
