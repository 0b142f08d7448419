namespace Runink.Simulation.Tests;

public sealed class ClientTests
{
    private readonly World _world = new(3);

    [Fact]
    public void Clients_of_a_healthy_cluster_leave_nothing_open()
    {
        var listener = Run(nodes: 3, cluster => { });
        Assert.True(listener.Answers > 100);
        Assert.DoesNotContain(listener.Judged, operation => operation.IsOpen);
        Assert.All(listener.Judged, operation => Assert.True(operation.Return >= operation.Call));
    }

    [Fact]
    public void A_call_that_a_crash_leaves_without_an_answer_stays_open()
    {
        var listener = Run(nodes: 1, cluster =>
        {
            cluster.Nodes[0].Crash();
            cluster.Nodes[0].Start();
        });
        Assert.Contains(listener.Judged, operation => operation.IsOpen);
    }

    [Fact]
    public void A_client_has_one_operation_at_a_time_and_counts_them()
    {
        var listener = Run(nodes: 3, cluster => { });
        foreach (var operations in listener.Judged.GroupBy(operation => operation.Command.Client))
        {
            var inOrder = operations.OrderBy(operation => operation.Call).ToList();
            for (var i = 1; i < inOrder.Count; i++)
            {
                Assert.True(inOrder[i].Call >= inOrder[i - 1].Return);
                Assert.True(inOrder[i].Command.Sequence > inOrder[i - 1].Command.Sequence);
            }
        }
    }

    [Fact]
    public void No_two_calls_share_a_context()
    {
        HashSet<ulong> seen = [];
        foreach (var client in (int[])[3, 4])
        {
            ulong context = 0;
            for (var i = 0; i < 10; i++) Assert.True(seen.Add(context = ClientGroup.NextContext(context, client)));
        }
    }

    private Listener Run(int nodes, Action<SimulatedCluster> disturb)
    {
        var listener = new Listener();
        var plan = ProfileCatalog.Find("calm")!.Draw(1, 100_000, nodes) with
        {
            Raft = new Raft.RaftOptions { Id = new(1), Seed = 0 },
            MixedPriorities = false,
            MeanThinking = 500_000,
            Patience = 200_000_000,
        };
        var cluster = new SimulatedCluster(_world, plan, listener);
        cluster.Start();
        for (var i = 1; i <= 20_000; i++)
        {
            _world.Step();
            if (i % 2_000 == 0) disturb(cluster);
        }

        cluster.Clients.Retire();
        while (!cluster.Clients.AreIdle) _world.Step();
        cluster.Clients.History.Close();
        return listener;
    }

    private sealed class Listener : ClusterObserver
    {
        public int Answers { get; private set; }

        public List<Operation> Judged { get; } = [];

        public override void Answered(IObservedNode node, Operation operation, Raft.LogPosition position) => Answers++;

        public override void HistoryClosed(ObjectId target, IReadOnlyList<Operation> history) => Judged.AddRange(history);
    }
}
