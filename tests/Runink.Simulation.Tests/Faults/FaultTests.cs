namespace Runink.Simulation.Tests;

public sealed class FaultTests
{
    public static TheoryData<FaultKind> Kinds => [.. Enum.GetValues<FaultKind>()];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Every_kind_really_happens_and_a_cluster_bears_it(FaultKind kind)
    {
        var rates = FaultRates.None.With(kind, 60_000_000);
        // What is burnt down is replaced, and what is rotten is found.
        if (kind == FaultKind.Destroy) rates = rates.With(FaultKind.Change, 100_000_000);
        var (result, happened) = Run(rates, seed: 5);
        Assert.Null(result.Violation);
        Assert.Contains(happened, fault => fault.Kind == kind);
    }

    [Fact]
    public void Nothing_happens_where_no_fault_is_due()
    {
        var (result, happened) = Run(FaultRates.None, seed: 5);
        Assert.Empty(happened);
        Assert.Equal((0, 1), (result.Tally.Crashes, result.Tally.Elections));
    }

    [Fact]
    public void A_fault_that_is_not_selected_does_not_happen_and_the_others_keep_their_names()
    {
        var rates = FaultRates.None.With(FaultKind.Crash, 60_000_000);
        var (_, all) = Run(rates, seed: 6);
        var only = all[2];
        var (_, happened) = Run(rates, seed: 6, new FaultSelection([only.ToString()]));
        Assert.Equal([only], happened);
    }

    private static (EpisodeResult Result, IReadOnlyList<FaultEvent> Happened) Run(
        FaultRates rates, ulong seed, FaultSelection? selection = null)
    {
        var plan = ProfileCatalog.Find("calm")!.Draw(seed, 6_000, nodes: 5) with
        {
            Faults = rates,
            Raft = new Raft.RaftOptions { Id = new(1), Seed = 0 },
            MixedPriorities = false,
            MeanFaultDuration = 50_000_000,
        };
        var result = new Episode(plan, selection ?? FaultSelection.All).Run();
        return (result, result.Faults);
    }
}
