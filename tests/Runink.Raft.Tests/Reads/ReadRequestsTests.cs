namespace Runink.Raft.Tests;

public sealed class ReadRequestsTests
{
    [Fact]
    public void Under_a_lease_a_read_is_served_at_once_for_clients_and_followers()
    {
        var node = new Bench("LeaseNanoseconds=100ms").Leads().Does("read 1 #1").Says("read #1 at 1");
        node.Hears("2->1 t1 ReadIndexRequest #9").Says("send 1->2 t1 ReadIndexResponse #9 index=1");
        node.Does("clock 1 +99ms").Does("read 1 #2");
        Assert.Equal("read #2 at 1", node.Said[0]);
        node.Does("clock 1 +1ms").Does("read 1 #3");
        Assert.DoesNotContain("read #3 at 1", node.Said);
    }

    [Fact]
    public void A_witness_serves_no_reads() =>
        new Bench("members=(1w 2 3) Witness=on term=1").Hears("2->1 t1 Heartbeat commit=0").Does("read 1 #1")
            .Says("read #1 refused InvalidTarget leader=2");

    [Fact]
    public void Nobody_can_be_asked_without_a_leader() =>
        new Bench().Does("read 1 #1").Says("read #1 refused NotLeader leader=0");

    [Fact]
    public void A_lease_is_prolonged_by_an_entry_late_in_its_time_and_only_once()
    {
        var node = new Bench("LeaseNanoseconds=100ms").Leads().Does("renew 1").Says().Does("clock 1 +50ms").Does("read 1 #1").Says("read #1 at 1");
        node.Does("renew 1").Says(
            "write 3 append [2@1 noop]",
            "send 1->2 t1 AppendRequest prev=1@1 commit=1 [2@1 noop]", "send 1->3 t1 AppendRequest prev=1@1 commit=1 [2@1 noop]");
        node.Does("renew 1").Says();
    }

    [Theory]
    [InlineData("")]
    [InlineData("LeaseNanoseconds=100ms ReadsByLease=off")]
    public void Without_a_lease_none_is_prolonged_and_reads_ask(string options)
    {
        var node = new Bench(options).Leads().Does("clock 1 +1s").Does("renew 1").Says();
        Assert.Null(node.Node.LeaseEnd);
        node.Does("read 1 #1").Says("send 1->2 t1 Heartbeat commit=1 round=1", "send 1->3 t1 Heartbeat commit=1 round=1");
    }

    [Fact]
    public void A_follower_prolongs_nothing() =>
        new Bench("LeaseNanoseconds=100ms term=1").Hears("2->1 t1 Heartbeat commit=0").Does("renew 1").Says();
}
