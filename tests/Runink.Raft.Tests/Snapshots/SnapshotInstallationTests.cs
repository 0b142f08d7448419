namespace Runink.Raft.Tests;

public sealed class SnapshotInstallationTests
{
    [Fact]
    public void One_that_the_log_has_overtaken_meanwhile_changes_nothing()
    {
        var node = Fetched("log=1,1,1,1,1").Hears("2->1 t1 Heartbeat commit=5").Writes()
            .Says("send 1->2 t1 AppendAccepted match=5");
        Assert.Equal("5@1", node.Node.LastLog.ToString());
        Fetched("log=1,1,1,1,1,1").Hears("2->1 t1 Heartbeat commit=6").Writes().Says("send 1->2 t1 AppendAccepted match=6");
    }

    [Fact]
    public void What_the_host_was_asked_to_take_in_the_same_breath_would_be_older()
    {
        var node = Fetched("log=1 SnapshotEntries=1").Hears("2->1 t1 Heartbeat commit=1");
        node.Node.Applied(new(1));
        node.Node.WriteCompleted(new(1), default);
        node.Ticks().Says("write 2 install snapshot 5@1 (1 2 3)", "membership (1 2 3) since 5");
    }

    [Fact]
    public void A_hole_at_its_last_entry_is_covered_by_it()
    {
        var node = Fetched("log=1,1,1,1,?1,1").Writes().Says(
            "write 2 install snapshot 5@1 (1 2 3) keeping the log after it", "membership (1 2 3) since 5");
        node.Writes().Says("send 1->2 t1 AppendAccepted match=5");
        Assert.Equal("5@1..6@1", $"{node.Node.LogBase}..{node.Node.LastLog}");
    }

    [Fact]
    public void A_hole_behind_it_is_not_its_affair()
    {
        var node = Fetched("log=1,1,1,1,1,?1").Writes();
        Assert.Equal("send 1->2 t1 AppendAccepted match=5", node.Said[0]);
        Assert.Equal("0@0", node.Node.LogBase.ToString());
    }

    [Fact]
    public void It_can_be_served_to_others_once_it_is_installed()
    {
        var node = Fetched("").Writes();
        Assert.Equal(0, node.State.Shelf.ServedIndex.Value);
        node.Writes();
        Assert.Equal(5, node.State.Shelf.ServedIndex.Value);
    }

    [Fact]
    public void A_witness_that_installs_one_has_none_to_serve()
    {
        var node = new Bench("members=(1w 2 3) Witness=on term=1").Hears("2->1 t1 SnapshotOffer source=2 minimum=5");
        node.Hears("2->1 t1 SnapshotChunk snapshot 5@1 (1w 2 3) offset=0 0B last").Writes().Writes();
        Assert.Equal((5L, 0L), (node.Node.AppliedIndex.Value, node.State.Shelf.ServedIndex.Value));
    }

    [Fact]
    public void Writes_before_it_do_not_count_as_the_installation()
    {
        var node = Fetched("").Hears("2->1 t2 Heartbeat commit=0").Writes("1")
            .Says("write 3 install snapshot 5@1 (1 2 3)", "membership (1 2 3) since 5");
        node.Writes("1").SaysNothing();
        Assert.Equal((0L, 0L), (node.Node.AppliedIndex.Value, node.Node.DurableIndex.Value));
        node.Writes("1").Says("send 1->2 t2 AppendAccepted match=5");
        Assert.Equal((5L, 5L), (node.Node.AppliedIndex.Value, node.Node.DurableIndex.Value));
    }

    private static Bench Fetched(string text) => new Bench($"term=1 {text}").Hears("2->1 t1 SnapshotOffer source=2 minimum=5")
        .Hears("2->1 t1 SnapshotChunk snapshot 5@1 (1 2 3) offset=0 1B last");
}
