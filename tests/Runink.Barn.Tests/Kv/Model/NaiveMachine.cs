using static Runink.Barn.Tests.Kv.Text;

namespace Runink.Barn.Tests.Kv.Model;

/// <summary>Carries out commands on a <see cref="NaiveStore"/> and tells the outcome in words.</summary>
public sealed class NaiveMachine
{
    public NaiveStore Store { get; } = new();

    public string Apply(KvCommand command)
    {
        var told = command switch
        {
            PutCommand put => CheckPut(put, leaseFirst: true) ?? Put(put),
            DeleteRangeCommand delete => Delete(delete),
            TxnCommand txn => Check(txn) ?? Run(txn, top: true),
            CompactCommand compact => Store.Compact(compact.Revision) ?? $"ok@{Store.Revision}",
            LeaseGrantCommand grant => Grant(grant),
            LeaseRevokeCommand revoke => Revoke(revoke.Id),
            RangeQuery range => Range(range),
            _ => throw new ArgumentException("not in the model", nameof(command)),
        };
        Store.Commit();
        return told;
    }

    public string Range(RangeQuery query)
    {
        if (query.Revision > Store.WorkingRevision) return "future";
        var revision = query.Revision <= 0 ? Store.WorkingRevision : query.Revision;
        if (revision < Store.Floor) return "compacted";
        var (key, end) = (S(query.Key), S(query.RangeEnd));
        var all = Store.At(revision).Values.Where(pair => NaiveStore.Contains(key, end, pair.Key)).ToList();
        if (query.CountOnly) return $"range@{Store.WorkingRevision} count={all.Count} more=False []";
        var filtered = query.MinModRevision != 0 || query.MaxModRevision != 0 || query.MinCreateRevision != 0
            || query.MaxCreateRevision != 0;
        var looked = query.SortOrder == KvSortOrder.None && !filtered && query.Limit > 0 ? all.Take((int)query.Limit + 1) : all;
        looked = looked.Where(pair => (query.MinModRevision == 0 || pair.Mod >= query.MinModRevision)
            && (query.MaxModRevision == 0 || pair.Mod <= query.MaxModRevision)
            && (query.MinCreateRevision == 0 || pair.Create >= query.MinCreateRevision)
            && (query.MaxCreateRevision == 0 || pair.Create <= query.MaxCreateRevision));
        var sorted = Sort(looked, query).ToList();
        var more = query.Limit > 0 && sorted.Count > query.Limit;
        if (more) sorted = sorted[..(int)query.Limit];
        var told = sorted.Select(pair => Tell(query.KeysOnly ? pair with { Value = "" } : pair));
        return $"range@{Store.WorkingRevision} count={all.Count} more={more} [{string.Join(' ', told)}]";
    }

    public static string Tell(NaivePair? pair) =>
        pair is null ? "none" : $"{pair.Key}={pair.Value}:{pair.Create}:{pair.Mod}:{pair.Version}:{pair.Lease}";

    private static IEnumerable<NaivePair> Sort(IEnumerable<NaivePair> pairs, RangeQuery query)
    {
        if (query.SortTarget == KvSortTarget.Value)
        {
            return query.SortOrder == KvSortOrder.Descend
                ? pairs.OrderByDescending(pair => pair.Value, StringComparer.Ordinal)
                : pairs.OrderBy(pair => pair.Value, StringComparer.Ordinal);
        }
        if (query.SortTarget == KvSortTarget.Key) return query.SortOrder == KvSortOrder.Descend ? pairs.Reverse() : pairs;
        Func<NaivePair, long> by = query.SortTarget switch
        {
            KvSortTarget.Version => pair => pair.Version,
            KvSortTarget.Create => pair => pair.Create,
            _ => pair => pair.Mod,
        };
        return query.SortOrder == KvSortOrder.Descend ? pairs.OrderByDescending(by) : pairs.OrderBy(by);
    }

    private string? CheckPut(PutCommand put, bool leaseFirst)
    {
        var lease = put.Lease != 0 && !Store.Leases.ContainsKey(put.Lease) ? "no lease" : null;
        var key = (put.IgnoreValue || put.IgnoreLease) && !Store.Now.ContainsKey(S(put.Key)) ? "no key" : null;
        return leaseFirst ? lease ?? key : key ?? lease;
    }

    private string Put(PutCommand put)
    {
        var before = Store.Now.GetValueOrDefault(S(put.Key));
        Store.Put(S(put.Key), put.IgnoreValue ? before?.Value ?? "" : S(put.Value),
            put.IgnoreLease ? before?.Lease ?? 0 : put.Lease);
        return $"put@{Store.WorkingRevision} {Tell(put.PrevKv ? before : null)}";
    }

    private string Delete(DeleteRangeCommand delete)
    {
        var found = Store.Delete(S(delete.Key), S(delete.RangeEnd));
        return $"deleted@{Store.WorkingRevision} {found.Count} [{string.Join(' ', delete.PrevKv ? found.Select(Tell) : [])}]";
    }

    private string Grant(LeaseGrantCommand grant)
    {
        if (grant.Id == 0) return "no lease";
        if (!Store.Leases.TryAdd(grant.Id, grant.TtlSeconds)) return "lease exists";
        return $"granted@{Store.Revision} {grant.Id} {grant.TtlSeconds}";
    }

    private string Revoke(long id)
    {
        if (!Store.Leases.Remove(id)) return "no lease";
        foreach (var pair in Store.Now.Values.Where(pair => pair.Lease == id).ToArray()) Store.Delete(pair.Key, "");
        return $"ok@{Store.WorkingRevision}";
    }

    private bool Holds(KvCompare compare)
    {
        var pairs = Store.Now.Values.Where(pair => NaiveStore.Contains(S(compare.Key), S(compare.RangeEnd), pair.Key)).ToArray();
        if (pairs.Length == 0 && compare.Target == KvCompareTarget.Value) return false;
        NaivePair[] compared = pairs.Length == 0 ? [new("", "", 0, 0, 0, 0)] : pairs;
        return compared.All(pair =>
        {
            var order = compare.Target switch
            {
                KvCompareTarget.Version => pair.Version.CompareTo(compare.Number),
                KvCompareTarget.Create => pair.Create.CompareTo(compare.Number),
                KvCompareTarget.Mod => pair.Mod.CompareTo(compare.Number),
                KvCompareTarget.Lease => pair.Lease.CompareTo(compare.Number),
                _ => string.CompareOrdinal(pair.Value, S(compare.Value)),
            };
            return compare.Result switch
            {
                KvCompareResult.Equal => order == 0,
                KvCompareResult.NotEqual => order != 0,
                KvCompareResult.Greater => order > 0,
                _ => order < 0,
            };
        });
    }

    private KvOperation[] Chosen(TxnCommand txn, Dictionary<TxnCommand, bool> decided) =>
        (decided.TryGetValue(txn, out var holds) ? holds : decided[txn] = txn.Compares.All(Holds)) ? txn.Success : txn.Failure;

    private readonly Dictionary<TxnCommand, bool> _decided = new(ReferenceEqualityComparer.Instance);

    private string? Check(TxnCommand txn)
    {
        _decided.Clear();
        var operations = Flatten(txn).ToArray();
        var puts = operations.OfType<PutCommand>().Select(put => CheckPut(put, leaseFirst: false));
        return puts.FirstOrDefault(error => error is not null)
            ?? operations.OfType<RangeQuery>().Select(CheckRange).FirstOrDefault(error => error is not null);
    }

    private string? CheckRange(RangeQuery range) =>
        range.Revision == 0 ? null
        : range.Revision > Store.Revision ? "future"
        : range.Revision < Store.Floor ? "compacted" : null;

    private IEnumerable<KvOperation> Flatten(TxnCommand txn) =>
        Chosen(txn, _decided).SelectMany(operation => operation is TxnCommand inner ? Flatten(inner) : [operation]);

    private string Run(TxnCommand txn, bool top)
    {
        var chosen = Chosen(txn, _decided);
        var told = chosen.Select(operation => operation switch
        {
            PutCommand put => Put(put),
            DeleteRangeCommand delete => Delete(delete),
            RangeQuery range => Range(range),
            var inner => Run((TxnCommand)inner, top: false),
        }).ToArray();
        return $"txn@{(top ? Store.WorkingRevision : 0)} {_decided[txn]} ({string.Join(", ", told)})";
    }
}
