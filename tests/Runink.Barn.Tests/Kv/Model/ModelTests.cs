using Runink.Barn.Tests.Kv.Watching;
using static Runink.Barn.Tests.Kv.Text;

namespace Runink.Barn.Tests.Kv.Model;

/// <summary>The machine against a model that is too simple to be wrong in the same way.</summary>
public sealed class ModelTests
{
    [Fact]
    public void Every_answer_every_range_and_every_event_is_that_of_the_model()
    {
        var random = Seed.Draw();
        for (var run = 0; run < 6; run++) Run(random, steps: 1_000);
    }

    private static void Run(Random random, int steps)
    {
        var bench = new WatchBench();
        var model = new NaiveMachine();
        var commands = new RandomCommands(random);
        var watches = new List<ModelWatch>();
        for (var step = 0; step < steps; step++)
        {
            var command = commands.Next(model.Store);
            Assert.Equal(model.Apply(command), Told.Of(bench.Kv.Apply(command)));
            if (random.Next(3) == 0) bench.Publish();
            if (random.Next(4) == 0) bench.Kv.Machine.Sweep(random.Next(4));
            if (random.Next(60) == 0) Restart(bench);
            if (random.Next(20) == 0 && watches.Count < 20)
            {
                bench.Publish();
                watches.Add(new(bench, model.Store, random));
            }
            if (random.Next(3) == 0)
            {
                bench.Publish();
                for (var i = 0; i < 5; i++) Compare(bench.Kv.Machine.View, model, commands.Range(model.Store));
            }
            watches.RemoveAll(watch => random.Next(5) == 0 && watch.PullSome(random));
        }
        bench.Publish();
        Compare(bench.Kv.Machine.View, model, new(B("\0"), B("\0")));
        foreach (var watch in watches) watch.PullAll();
        Assert.Equal(bench.Kv.View.HashAt(0).Hash, Restored(bench.Kv.View).View.HashAt(0).Hash);
    }

    private static void Compare(KvView view, NaiveMachine model, RangeQuery query)
    {
        Assert.Equal(model.Range(query), Told.Of(view.Range(query)));
        foreach (var (id, ttl) in model.Store.Leases)
        {
            Assert.Equal(ttl, view.Leases.Find(id)!.TtlSeconds);
            var keys = model.Store.Now.Values.Where(pair => pair.Lease == id).Select(pair => pair.Key);
            Assert.Equal(keys, view.Leases.KeysOf(id).Select(S));
        }
        Assert.Equal(model.Store.Leases.Count, view.Leases.Count);
        Assert.Equal(view.KeyHash, view.HashAt(0).Hash);
    }

    /// <summary>Puts in the place of the machine one that was restored from its snapshot.</summary>
    private static void Restart(WatchBench bench)
    {
        var view = bench.Kv.View;
        var restored = Restored(view);
        Assert.Equal(view.StateHash(), restored.View.StateHash());
        Assert.Equal((view.Bytes, view.AppliedIndex), (restored.View.Bytes, restored.AppliedIndex));
        bench.Kv.Machine = restored;
        bench.Publish();
    }

    private static KvMachine Restored(KvView view)
    {
        var snapshot = new MemoryStream();
        KvSnapshot.Write(view, snapshot);
        snapshot.Position = 0;
        return KvMachine.Restore(snapshot);
    }
}
