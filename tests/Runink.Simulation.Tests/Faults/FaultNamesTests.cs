namespace Runink.Simulation.Tests;

public sealed class FaultNamesTests
{
    [Fact]
    public void Every_kind_has_a_name_of_its_own_that_is_read_back()
    {
        foreach (var kind in Enum.GetValues<FaultKind>()) Assert.Equal(kind, FaultNames.Parse(FaultNames.Of(kind)));
        Assert.Equal(FaultNames.All.Count, FaultNames.All.Distinct().Count());
        Assert.Equal("power-loss", FaultNames.Of(FaultKind.PowerLoss));
    }

    [Fact]
    public void The_catalog_is_in_the_order_of_the_kinds() =>
        Assert.Equal(Enum.GetValues<FaultKind>(), FaultCatalog.All.Select(fault => fault.Kind));

    [Fact]
    public void A_single_fault_is_read_as_it_is_written()
    {
        Assert.Equal(new FaultEvent(FaultKind.OneWay, 12), FaultEvent.Parse(new FaultEvent(FaultKind.OneWay, 12).ToString()));
        foreach (var wrong in (string[])["crash", "crash:", "crash:x", "flood:1", "crash:1:2", ""])
            Assert.Null(FaultEvent.Parse(wrong));
    }
}
