using Runink.Raft;

namespace Runink.Simulation.Tests;

public sealed class DataBudgetTests
{
    [Theory]
    [InlineData(1, 0, 0)]
    [InlineData(2, 0, 0)]
    [InlineData(3, 0, 1)]
    [InlineData(4, 0, 1)]
    [InlineData(5, 0, 2)]
    [InlineData(7, 0, 3)]
    [InlineData(3, 1, 0)]
    [InlineData(5, 1, 1)]
    public void Less_than_half_of_the_voters_may_lack_data(int nodes, int witnesses, int losses)
    {
        var cluster = Make(nodes, witnesses);
        for (var i = 0; i < losses; i++)
        {
            Assert.True(DataBudget.BearsLossOf(cluster, cluster.Nodes[i]));
            cluster.Nodes[i].End(NodeStatus.Destroyed);
        }

        Assert.False(DataBudget.BearsLossOf(cluster, cluster.Nodes[losses]));
    }

    [Fact]
    public void Rot_counts_as_a_loss_until_it_is_repaired()
    {
        var cluster = Make(3, 0);
        var log = cluster.Nodes[0].Durable;
        log.Persist(new Append(new WriteId(1), [new Entry(new LogIndex(1), new Term(1), EntryKind.Noop)], null));
        log.Rot(new LogIndex(1), keepsTerm: true);
        Assert.True(DataBudget.BearsLossOf(cluster, cluster.Nodes[0]));
        Assert.False(DataBudget.BearsLossOf(cluster, cluster.Nodes[1]));
        log.Persist(new Append(new WriteId(2), [new Entry(new LogIndex(1), new Term(1), EntryKind.Noop)], null));
        Assert.True(DataBudget.BearsLossOf(cluster, cluster.Nodes[1]));
    }

    [Fact]
    public void A_roster_with_machines_that_do_not_exist_lacks_their_data()
    {
        var cluster = Make(3, 0);
        Assert.True(DataBudget.Bears(cluster, Roster.OfVoters(1, 2, 9)));
        Assert.False(DataBudget.Bears(cluster, Roster.OfVoters(1, 8, 9)));
    }

    private static SimulatedCluster Make(int nodes, int witnesses)
    {
        var plan = ProfileCatalog.Find("calm")!.Draw(1, 100, nodes) with { Witnesses = witnesses };
        return new SimulatedCluster(new World(1), plan);
    }
}
