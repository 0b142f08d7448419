namespace Runink.Raft.Tests;

public sealed class SnapshotServingTests
{
    private const string Any = "SnapshotChunkRequest 0@0 offset=0 minimum=4";
    private const string Read = "read snapshot 4@1 (1 2 3) offset=0 length=10 for";

    private static SnapshotDescription At(long index) => new(new(new(index), new(1)), Membership.OfVoters(1, 2, 3));

    [Fact]
    public void A_piece_is_no_larger_than_was_asked_for()
    {
        var node = Server("").Hears($"3->1 t1 {Any}");
        node.Node.SnapshotChunkRead(new(3), At(4), 0, new byte[10], isLast: false);
        Bench.Breaks("a piece of a snapshot is larger than was asked for", () =>
            node.Node.SnapshotChunkRead(new(3), At(4), 0, new byte[11], isLast: false));
    }

    [Fact]
    public void So_many_bytes_are_served_in_a_tick_and_what_is_not_used_is_not_saved_up()
    {
        var node = Server("SnapshotBytesPerTick=15").Ticks(5).Hears($"2->1 t1 {Any}").Says($"{Read} 2");
        node.Hears($"3->1 t1 {Any}").Says($"{Read} 3").Hears($"2->1 t1 {Any}").SaysNothing().Ticks().Says($"{Read} 2");
        node.Hears($"3->1 t1 {Any}").SaysNothing().Ticks().Says($"{Read} 3").Hears($"2->1 t1 {Any}").Says($"{Read} 2");
    }

    [Fact]
    public void A_piece_larger_than_a_ticks_worth_is_made_up_for_later()
    {
        var node = Server("SnapshotBytesPerTick=4").Hears($"2->1 t1 {Any}").Says($"{Read} 2").Hears($"3->1 t1 {Any}")
            .SaysNothing();
        node.Ticks().SaysNothing().Ticks().Says($"{Read} 3");
    }

    [Fact]
    public void Only_the_last_wish_of_each_counts()
    {
        var node = Server("SnapshotBytesPerTick=1").Hears($"2->1 t1 {Any}");
        node.Hears($"3->1 t1 {Any}").Hears("3->1 t1 SnapshotChunkRequest 4@1 offset=10 minimum=4").Hears($"2->1 t1 {Any}")
            .Ticks(9).SaysNothing();
        node.Ticks().Says("read snapshot 4@1 (1 2 3) offset=10 length=10 for 3").Ticks(9).SaysNothing().Ticks().Says($"{Read} 2");
    }

    [Fact]
    public void An_unreadable_snapshot_is_taken_anew_and_nobody_is_served_meanwhile()
    {
        var node = Server("SnapshotBytesPerTick=1").Hears($"2->1 t1 {Any}").Hears($"3->1 t1 {Any}");
        node.Node.SnapshotUnreadable(At(4));
        node.Ticks().Says("take snapshot").Ticks(20);
        Assert.DoesNotContain(node.Said, line => line.StartsWith("read", StringComparison.Ordinal));
        Assert.Equal(0, node.State.Shelf.ServedIndex.Value);
        node.Hears($"3->1 t1 {Any}").Says("send 1->3 t1 SnapshotUnavailable source=1");
        node.Does("snapshot 1").SaysNothing().Hears($"3->1 t1 {Any}").Says($"{Read} 3");
        Assert.Equal(4, node.State.Shelf.ServedIndex.Value);
    }

    [Fact]
    public void The_trouble_of_another_snapshot_is_not_this_ones()
    {
        var node = Server("SnapshotBytesPerTick=1").Hears($"2->1 t1 {Any}").Hears($"3->1 t1 {Any}");
        node.Node.SnapshotUnreadable(At(3));
        node.Ticks(9).SaysNothing().Ticks().Says($"{Read} 3");
    }

    [Fact]
    public void A_witness_serves_nobody() =>
        new Bench("members=(1w 2 3) Witness=on term=1 base=4@1 snapshot=4@1").Hears($"3->1 t1 {Any}")
            .Says("send 1->3 t1 SnapshotUnavailable source=1");

    [Fact]
    public void To_a_witness_only_the_end_is_told() =>
        new Bench("members=(1 2 3w) term=1 base=4@1 snapshot=4@1").Hears($"3->1 t1 {Any}")
            .Says("send 1->3 t1 SnapshotChunk snapshot 4@1 (1 2 3w) offset=0 0B last");

    private static Bench Server(string text) => new($"term=1 base=4@1 snapshot=4@1 SnapshotChunkBytes=10 Priority=0 {text}");
}
