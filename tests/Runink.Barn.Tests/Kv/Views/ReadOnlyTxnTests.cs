using static Runink.Barn.Tests.Kv.Text;

namespace Runink.Barn.Tests.Kv.Views;

/// <summary>Transactions that only read, answered by a view and by the machine.</summary>
public sealed class ReadOnlyTxnTests
{
    private readonly Bench _kv = new();

    [Fact]
    public void A_view_answers_as_the_machine_does()
    {
        var random = Seed.Draw();
        Fill();
        int answered = 0, refused = 0;
        for (var i = 0; i < 20_000; i++)
        {
            var txn = Draw(random, 2);
            Assert.True(ReadOnlyTxn.Is(txn));
            var told = ReadOnlyTxn.Run(_kv.View, txn);
            Same(_kv.Apply(txn), told);
            if (told.Error is null) answered++;
            else refused++;
        }

        Assert.True(answered > 1000 && refused > 1000, $"{answered} answered, {refused} refused");
    }

    [Fact]
    public void Whoever_may_not_read_a_part_of_it_is_refused_as_by_the_machine()
    {
        var random = Seed.Draw();
        Fill();
        foreach (var command in AuthScenario.Commands) _kv.Apply(command);
        var auth = _kv.View.Auth;
        int allowed = 0, denied = 0;
        for (var i = 0; i < 20_000; i++)
        {
            var txn = Draw(random, 2);
            var (user, revision) = random.Next(5) switch
            {
                0 => (null, 0L),
                1 => ("root", auth.Revision),
                2 => ("alice", auth.Revision - 1),
                _ => ("alice", auth.Revision),
            };
            var expected = _kv.Machine.Apply(_kv.Machine.AppliedIndex.Next, new(0, 0, 0, txn, user, revision));
            if (ReadOnlyTxn.Check(_kv.View.Auth, user, revision, txn) is { } error)
            {
                denied++;
                Assert.Same(expected.Error, error);
            }
            else
            {
                allowed++;
                Same(expected, ReadOnlyTxn.Run(_kv.View, txn));
            }
        }

        Assert.True(allowed > 1000 && denied > 1000, $"{allowed} allowed, {denied} denied");
    }

    [Fact]
    public void A_change_anywhere_makes_it_one_for_the_log()
    {
        var put = new PutCommand(B("a"), B("1"));
        Assert.True(ReadOnlyTxn.Is(new([], [], [])));
        Assert.False(ReadOnlyTxn.Is(new([], [put], [])));
        Assert.False(ReadOnlyTxn.Is(new([], [], [new DeleteRangeCommand(B("a"))])));
        Assert.False(ReadOnlyTxn.Is(new([], [new RangeQuery(B("a"))], [new TxnCommand([], [], [put])])));
        Assert.True(ReadOnlyTxn.Is(new([], [new RangeQuery(B("a"))], [new TxnCommand([], [], [new RangeQuery(B("b"))])])));
    }

    private static void Same(KvResult expected, KvResult told)
    {
        Assert.Equal((expected.Revision, expected.Error), (told.Revision, told.Error));
        if (expected is RangeResult range)
        {
            var other = Assert.IsType<RangeResult>(told);
            Assert.Equal((range.Count, range.More), (other.Count, other.More));
            Assert.Equal(Describe(range), Describe(other));
        }

        if (expected is not TxnResult txn) return;
        var answer = Assert.IsType<TxnResult>(told);
        Assert.Equal((txn.Succeeded, txn.Responses.Length), (answer.Succeeded, answer.Responses.Length));
        for (var i = 0; i < txn.Responses.Length; i++) Same(txn.Responses[i], answer.Responses[i]);
    }

    private static string Describe(RangeResult range) =>
        string.Join(' ', range.Pairs.Select(pair => $"{S(pair.Key)}={S(pair.Value)}@{pair.ModRevision}/{pair.CreateRevision}/{pair.Version}/{pair.Lease}"));

    private void Fill()
    {
        _kv.Apply(new LeaseGrantCommand(7, 60));
        for (var i = 0; i < 30; i++) _kv.Put($"{(char)('a' + (i % 4))}", $"{i % 5}", i % 3 == 0 ? 7 : 0);
        _kv.Delete("c");
        _kv.Apply(new CompactCommand(12));
    }

    private static TxnCommand Draw(Random random, int depth) => new(
        [.. Enumerable.Range(0, random.Next(3)).Select(_ => Compare(random))],
        [.. Enumerable.Range(0, random.Next(3)).Select(_ => Operation(random, depth))],
        [.. Enumerable.Range(0, random.Next(3)).Select(_ => Operation(random, depth))]);

    private static KvOperation Operation(Random random, int depth)
    {
        if (depth > 0 && random.Next(4) == 0) return Draw(random, depth - 1);
        return new RangeQuery(Key(random), End(random))
        {
            Revision = random.Next(4) == 0 ? random.Next(-2, 36) : 0,
            Limit = random.Next(3),
            SortOrder = (KvSortOrder)random.Next(3),
            SortTarget = (KvSortTarget)random.Next(5),
            KeysOnly = random.Next(4) == 0,
            CountOnly = random.Next(8) == 0,
        };
    }

    private static KvCompare Compare(Random random) => new(
        (KvCompareTarget)random.Next(5), (KvCompareResult)random.Next(4), Key(random), End(random), random.Next(12), B($"{random.Next(5)}"));

    private static ReadOnlyMemory<byte> Key(Random random) => B($"{(char)('a' + random.Next(5))}");

    private static ReadOnlyMemory<byte> End(Random random) => random.Next(3) switch
    {
        0 => B("\0"),
        1 => Key(random),
        _ => default,
    };
}
