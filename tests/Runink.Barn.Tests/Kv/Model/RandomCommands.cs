using static Runink.Barn.Tests.Kv.Text;

namespace Runink.Barn.Tests.Kv.Model;

/// <summary>
/// Commands over a few keys, leases and revisions, so that they meet; requests that etcd would not propose are left out.
/// </summary>
public sealed class RandomCommands(Random random)
{
    private static readonly string[] Keys = ["a", "b", "ba", "bb", "c", "d\0", "d", "e", "\xFF", "f/1", "f/2", "f/3"];

    public KvCommand Next(NaiveStore store)
    {
        while (true)
        {
            var command = Draw(store);
            if (command is not KvOperation operation || KvRequestCheck.Check(operation) is null) return command;
        }
    }

    public RangeQuery Range(NaiveStore store)
    {
        var query = new RangeQuery(Key(), End())
        {
            Revision = random.Next(3) == 0 ? Revision(store) : 0,
            Limit = random.Next(3) == 0 ? random.Next(4) : 0,
            SortOrder = (KvSortOrder)random.Next(3),
            SortTarget = (KvSortTarget)random.Next(5),
            KeysOnly = random.Next(5) == 0,
            CountOnly = random.Next(8) == 0,
        };
        return random.Next(4) > 0 ? query : query with
        {
            MinModRevision = Bound(store),
            MaxModRevision = Bound(store),
            MinCreateRevision = Bound(store),
            MaxCreateRevision = Bound(store),
        };
    }

    private KvCommand Draw(NaiveStore store) => random.Next(100) switch
    {
        < 40 => Put(),
        < 55 => Delete(),
        < 80 => Txn(store, 2),
        < 84 => new CompactCommand(Revision(store)),
        < 90 => new LeaseGrantCommand(random.Next(5), random.Next(1, 100)),
        < 95 => new LeaseRevokeCommand(random.Next(5)),
        _ => Range(store),
    };

    private PutCommand Put()
    {
        var ignoreValue = random.Next(8) == 0;
        var ignoreLease = random.Next(8) == 0;
        var value = ignoreValue ? default : B($"{random.Next(10)}");
        var lease = ignoreLease || random.Next(3) > 0 ? 0 : random.Next(1, 5);
        return new(Key(), value, lease, random.Next(2) == 0, ignoreValue, ignoreLease);
    }

    private DeleteRangeCommand Delete() => new(Key(), random.Next(2) == 0 ? default : End(), random.Next(2) == 0);

    private TxnCommand Txn(NaiveStore store, int depth) => new(
        [.. Many(3, () => Compare(store))],
        [.. Many(4, () => Operation(store, depth))],
        [.. Many(4, () => Operation(store, depth))]);

    private KvOperation Operation(NaiveStore store, int depth) => random.Next(depth > 0 ? 5 : 4) switch
    {
        < 2 => Put(),
        2 => Delete(),
        3 => Range(store),
        _ => Txn(store, depth - 1),
    };

    private KvCompare Compare(NaiveStore store)
    {
        var target = (KvCompareTarget)random.Next(5);
        var result = (KvCompareResult)random.Next(4);
        var number = target is KvCompareTarget.Version or KvCompareTarget.Lease ? random.Next(4) : Revision(store);
        return new(target, result, Key(), random.Next(2) == 0 ? default : End(), number, B($"{random.Next(10)}"));
    }

    private List<T> Many<T>(int max, Func<T> draw)
    {
        var many = new List<T>();
        for (var count = random.Next(max); count > 0; count--) many.Add(draw());
        return many;
    }

    /// <summary>A revision around those that can be read, so that some are compacted and some of the future.</summary>
    private long Revision(NaiveStore store) => Math.Max(0, store.Revision + random.Next(-12, 3));

    private long Bound(NaiveStore store) => random.Next(2) == 0 ? 0 : Revision(store);

    private ReadOnlyMemory<byte> Key() => B(Keys[random.Next(Keys.Length)]);

    private ReadOnlyMemory<byte> End() => random.Next(4) == 0 ? B("\0") : random.Next(3) == 0 ? default : Key();
}
