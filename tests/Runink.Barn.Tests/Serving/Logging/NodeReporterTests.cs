namespace Runink.Barn.Tests.Serving.Logging;

public sealed class NodeReporterTests
{
    private readonly EventLog _log = new();
    private readonly NodeReporter _reporter;
    private TimeSpan _oldestWrite;

    public NodeReporterTests() => _reporter = new NodeReporter(_log);

    [Fact]
    public void A_node_that_comes_to_lead_and_one_that_loses_its_lead_is_told_of_once()
    {
        var node = new NodeBench();
        Observe(node);
        Observe(node.Settle(), 303, 301);
        Assert.Equal("member 1 leads in term 1", _log.Last);
        Observe(node);
        node.Propose(NodeBench.Put("a", "1"));
        Observe(node.Ticks(70), 303, 302);
        Assert.Equal("member 1 leads no more, and nobody else is known to in term 1: requests wait", _log.Last);
    }

    [Fact]
    public void Snapshots_are_told_of_and_so_are_those_that_fail()
    {
        var node = Serving(NodeBench.Options with { SnapshotEntries = 10 });
        node.Disk.Capacity = 0;
        for (var i = 0; i < 20; i++) node.Does(NodeBench.Put("k", $"{i}"));
        Observe(node, 311);
        Observe(node);
        node.Disk.Capacity = long.MaxValue;
        Observe(node.Seconds(11), 310);
        Assert.Equal($"a snapshot was taken of everything through entry {node.Core.Raft.AppliedIndex.Value}", _log.Last);
    }

    [Fact]
    public void Alarms_are_told_of_when_they_come_and_when_they_go()
    {
        var node = Serving();
        node.Does(new AlarmCommand(KvAlarmAction.Raise, 0xAB, KvAlarm.NoSpace));
        Observe(node, 320);
        Assert.Equal("alarm NOSPACE of member ab is raised", _log.Last);
        node.Does(new AlarmCommand(KvAlarmAction.Raise, 0xCD, KvAlarm.Corrupt));
        Observe(node, 320);
        node.Does(new AlarmCommand(KvAlarmAction.Disarm, 0xAB, KvAlarm.NoSpace));
        Observe(node, 321);
        Assert.Equal("alarm NOSPACE of member ab is cleared", _log.Last);
        var again = node.Restart();
        _log.Events.Clear();
        new NodeReporter(_log).Observe(again.Core.DescribeStatus(0, default), again.View);
        Assert.Equal([320], _log.Events);
    }

    [Fact]
    public void Compactions_are_told_of_but_for_those_of_an_earlier_life()
    {
        var node = Serving();
        for (var i = 0; i < 5; i++) node.Does(NodeBench.Put("k", $"{i}"));
        node.Does(new CompactCommand(3));
        Observe(node, 312);
        Assert.Equal("history before revision 3 is compacted", _log.Last);
        var again = node.Restart();
        _log.Events.Clear();
        new NodeReporter(_log).Observe(again.Core.DescribeStatus(0, default), again.View);
        Assert.Empty(_log.Events);
    }

    [Fact]
    public void A_full_disk_is_told_of_and_room_again()
    {
        var node = Serving(NodeBench.Options with { Storage = new StorageOptions { Salt = 7, SegmentBytes = 64 << 10 } });
        node.Disk.Capacity = 0;
        for (var i = 0; node.Core.RoomProblem is null && i < 60; i++) node.Does(NodeBench.Put("k", new string('x', 1000)));
        Observe(node, 332);
        node.Seconds(3);
        Observe(node);
        node.Disk.Capacity = long.MaxValue;
        Observe(node.Seconds(2), 333);
    }

    [Fact]
    public void A_write_that_hangs_is_told_of_while_it_hangs_and_when_it_is_done()
    {
        var node = Serving();
        _oldestWrite = TimeSpan.FromMilliseconds(999);
        Observe(node);
        _oldestWrite = TimeSpan.FromMilliseconds(1100);
        Observe(node, 330);
        _oldestWrite = TimeSpan.FromSeconds(9);
        Observe(node);
        _oldestWrite = TimeSpan.Zero;
        Observe(node, 331);
    }

    private NodeBench Serving(NodeOptions? options = null)
    {
        var node = NodeBench.Serving(options: options);
        Observe(node);
        return node;
    }

    private void Observe(NodeBench node, params int[] events)
    {
        _log.Events.Clear();
        _reporter.Observe(node.Core.DescribeStatus(0, _oldestWrite), node.View);
        Assert.Equal(events, _log.Events);
    }
}
