using static Runink.Barn.Tests.Kv.Text;

namespace Runink.Barn.Tests.Kv.Views;

public sealed class ConcurrencyTests
{
    private const int ReadsOfEach = 2_000;
    private const int RoundsMax = 100_000;

    /// <summary>
    /// Every transaction gives all keys the same value; so whatever a reader finds at any revision is one value, or an error.
    /// </summary>
    [Fact]
    public async Task Readers_of_any_revision_see_whole_transactions_while_others_are_applied_compacted_and_swept()
    {
        var kv = new Bench();
        KvOperation[] All(int round) => [.. Enumerable.Range(0, 40).Select(i => new PutCommand(B($"k{i:D2}"), B($"{round}")))];
        kv.Txn([], All(0));
        kv.Machine.Publish();
        var stop = TestContext.Current.CancellationToken;
        Task Start(int seed) => Task.Run(() => Read(kv.Machine, new Random(seed)), stop);
        var reading = Task.WhenAll(Start(1), Start(2));
        for (var round = 1; round <= RoundsMax && !reading.IsCompleted; round++)
        {
            if (round % 7 == 0) kv.Delete("k", "l");
            else kv.Txn([], All(round));
            if (round % 5 == 0) kv.Apply(new CompactCommand(kv.Machine.View.Revision - 2));
            kv.Machine.Sweep(50);
            kv.Machine.Publish();
        }
        await reading;
    }

    /// <summary>Reads so many times, near the newest revision, whatever is compacted meanwhile.</summary>
    private static void Read(KvMachine machine, Random random)
    {
        for (var reads = 0; reads < ReadsOfEach;)
        {
            var view = machine.View;
            var revision = Math.Max(2, view.Revision - random.Next(6));
            var result = view.Range(new(B("k"), B("l")) { Revision = revision });
            if (result.Error is not null)
            {
                Assert.Same(KvErrors.Compacted, result.Error);
                continue;
            }
            Assert.True(result.Pairs.Length is 0 or 40, $"{result.Pairs.Length} keys at {revision} of {view.Revision}");
            Assert.True(result.Pairs.Select(pair => S(pair.Value)).Distinct().Count() <= 1);
            reads++;
        }
    }

    [Fact]
    public void A_view_that_compaction_overtook_says_so_and_still_knows_its_newest_state()
    {
        var kv = new Bench();
        for (var i = 0; i < 10; i++) kv.Put("a", $"{i}");
        var old = kv.View;
        for (var i = 0; i < 10; i++) kv.Put("a", $"{i}");
        kv.Apply(new CompactCommand(15));
        Assert.Equal("3", S(old.Range(new(B("a")) { Revision = 5 }).Pairs[0].Value));
        kv.SweepAll();
        Assert.Same(KvErrors.Compacted, old.Range(new(B("a")) { Revision = 5 }).Error);
        Assert.Same(KvErrors.Compacted, old.HashAt(0).Error);
        Assert.Equal("9", S(old.Range(new(B("a"))).Pairs[0].Value));
    }
}
