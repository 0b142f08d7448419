namespace Runink.Barn;

/// <summary>Answers ranges from a tree of keys, with etcd's rules of limits, filters and orders.</summary>
internal static class RangeReader
{
    /// <summary>Answers a query.</summary>
    /// <param name="root">The tree.</param>
    /// <param name="current">The revision that the tree stands at, changes not committed yet included.</param>
    /// <param name="floor">The oldest revision that can be read.</param>
    /// <param name="query">The query.</param>
    public static RangeResult Read(TreeRoot<KeyVersion> root, long current, long floor, RangeQuery query)
    {
        if (query.Revision > current) return Refused(KvErrors.FutureRevision, current);
        var revision = query.Revision <= 0 ? current : query.Revision;
        if (revision < floor) return Refused(KvErrors.Compacted, current);
        var keys = new KeySpan(query.Key.Span, query.RangeEnd.Span);
        if (keys.IsSingle) return Single(root.Find(keys.Start)?.At(revision), current, query);

        var found = new List<KeyVersion>();
        var fetched = query.CountOnly ? 0 : FetchedMax(query);
        long count = 0;
        var cursor = root.From(keys.Start);
        while (cursor.Next() is { } head && keys.Reaches(head.KeySpan))
        {
            if (head.At(revision) is not { } version) continue;
            if (count++ < fetched) found.Add(version);
        }
        return Answer(found, count, current, query);
    }

    /// <summary>Whether a range in a transaction may read at a revision; one that is negative counts as compacted there.</summary>
    public static KvError? CheckRevision(long revision, long current, long floor)
    {
        if (revision == 0) return null;
        if (revision > current) return KvErrors.FutureRevision;
        return revision < floor ? KvErrors.Compacted : null;
    }

    public static RangeResult Refused(KvError error, long current) => new(current, [], 0, false, error);

    private static RangeResult Single(KeyVersion? version, long current, RangeQuery query)
    {
        if (version is null) return new(current, [], 0, false);
        if (query.CountOnly || !Passes(version, query)) return new(current, [], 1, false);
        return new(current, [query.KeysOnly ? version.WithoutValue() : version], 1, false);
    }

    /// <summary>
    /// How many pairs are looked at: one beyond the limit shows that there are more, but filters and explicit orders must see
    /// all.
    /// </summary>
    private static long FetchedMax(RangeQuery query) =>
        query.Limit <= 0 || query.Limit == long.MaxValue || query.SortOrder != KvSortOrder.None || query.IsFiltered
            ? long.MaxValue
            : query.Limit + 1;

    private static RangeResult Answer(List<KeyVersion> found, long count, long current, RangeQuery query)
    {
        if (query.CountOnly) return new(current, [], count, false);
        if (query.IsFiltered) found.RemoveAll(version => !Passes(version, query));
        Sort(found, query);
        var more = query.Limit > 0 && found.Count > query.Limit;
        var pairs = new KeyVersion[more ? (int)query.Limit : found.Count];
        for (var i = 0; i < pairs.Length; i++) pairs[i] = query.KeysOnly ? found[i].WithoutValue() : found[i];
        return new(current, pairs, count, more);
    }

    private static bool Passes(KeyVersion version, RangeQuery query) =>
        (query.MaxModRevision == 0 || version.ModRevision <= query.MaxModRevision)
        && (query.MinModRevision == 0 || version.ModRevision >= query.MinModRevision)
        && (query.MaxCreateRevision == 0 || version.CreateRevision <= query.MaxCreateRevision)
        && (query.MinCreateRevision == 0 || version.CreateRevision >= query.MinCreateRevision);

    /// <summary>Orders by the target; what is equal there stays in the order of the keys.</summary>
    private static void Sort(List<KeyVersion> found, RangeQuery query)
    {
        if (query.SortTarget == KvSortTarget.Key)
        {
            if (query.SortOrder == KvSortOrder.Descend) found.Reverse();
            return;
        }
        Comparison<KeyVersion> by = query.SortTarget switch
        {
            KvSortTarget.Version => (left, right) => left.Version.CompareTo(right.Version),
            KvSortTarget.Create => (left, right) => left.CreateRevision.CompareTo(right.CreateRevision),
            KvSortTarget.Mod => (left, right) => left.ModRevision.CompareTo(right.ModRevision),
            _ => (left, right) => left.ValueSpan.SequenceCompareTo(right.ValueSpan),
        };
        var sign = query.SortOrder == KvSortOrder.Descend ? -1 : 1;
        found.Sort((left, right) => by(left, right) is var order && order != 0
            ? sign * Math.Sign(order)
            : left.KeySpan.SequenceCompareTo(right.KeySpan));
    }
}
