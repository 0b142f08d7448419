namespace Runink.Cluster.Tests.Faults;

public sealed class PartitionTests
{
    private static readonly int[] s_order = [4, 2, 5, 1, 3];

    [Fact]
    public void Halves_do_not_hear_each_other() => Assert.Equal(
        ["1>2", "1>4", "2>1", "2>3", "2>5", "3>2", "3>4", "4>1", "4>3", "4>5", "5>2", "5>4"], CutsOf(FaultKind.Halves));

    [Fact]
    public void A_bridge_is_heard_by_both_halves() => Assert.Equal(
        ["1>2", "1>4", "2>1", "2>3", "3>2", "3>4", "4>1", "4>3"], CutsOf(FaultKind.Bridge));

    [Fact]
    public void Who_is_deaf_is_heard() => Assert.Equal(["1>4", "2>4", "3>4", "5>4"], CutsOf(FaultKind.Deaf));

    [Fact]
    public void Who_is_mute_hears() => Assert.Equal(["4>1", "4>2", "4>3", "4>5"], CutsOf(FaultKind.Mute));

    private static string[] CutsOf(FaultKind kind) => [.. Partition.Cuts(kind, s_order).Select(cut => $"{cut.From}>{cut.To}").Order(StringComparer.Ordinal)];
}
