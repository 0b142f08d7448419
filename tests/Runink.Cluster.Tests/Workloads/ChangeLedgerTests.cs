namespace Runink.Cluster.Tests.Workloads;

public sealed class ChangeLedgerTests
{
    [Fact]
    public void A_change_that_was_acknowledged_and_never_heard_of_is_found()
    {
        var ledger = new ChangeLedger();
        ledger.Acknowledge(7, "a");
        ledger.Acknowledge(5, "b");
        Assert.Null(ledger.FindMissing(new Dictionary<long, string> { [5] = "b", [6] = "c", [7] = "a" }));
        Assert.Contains("revision 5", ledger.FindMissing(new Dictionary<long, string> { [7] = "a" }), StringComparison.Ordinal);
        Assert.Contains("heard for c", ledger.FindMissing(new Dictionary<long, string> { [5] = "b", [7] = "c" }), StringComparison.Ordinal);
        Assert.Equal(7, ledger.Newest);
    }
}
