namespace Runink.Simulation;

public sealed class RenamingsTests
{
    [Fact]
    public void The_first_renaming_changes_nothing() =>
        Assert.Equal([0UL, 1UL, 2UL, 3UL], Renamings.Of(3, [[1, 2, 3]])[0].Select(id => id.Value));

    [Fact]
    public void Every_order_of_interchangeable_nodes_occurs_once()
    {
        var all = Renamings.Of(5, [[1, 2, 3], [4, 5]]).Select(names => string.Join(' ', names)).ToList();
        Assert.Equal(12, all.Count);
        Assert.Equal(12, all.Distinct().Count());
    }

    [Fact]
    public void Nodes_of_different_sets_are_never_exchanged() =>
        Assert.All(Renamings.Of(4, [[1, 2], [3, 4]]), names => Assert.True(names[1].Value <= 2 && names[3].Value >= 3));
}
