namespace Runink.Barn;

/// <summary>Answers comparisons from a tree of keys.</summary>
internal static class CompareReader
{
    /// <summary>Whether a comparison holds for every key of its range, or for none at all if there is no key.</summary>
    public static bool Holds(TreeRoot<KeyVersion> root, KvCompare compare)
    {
        var keys = new KeySpan(compare.Key.Span, compare.RangeEnd.Span);
        if (keys.IsSingle) return Holds(compare, root.Find(keys.Start) is { IsTombstone: false } version ? version : null);
        var any = false;
        var cursor = root.From(keys.Start);
        while (cursor.Next() is { } head && keys.Reaches(head.KeySpan))
        {
            if (head.IsTombstone) continue;
            any = true;
            if (!Holds(compare, head)) return false;
        }

        return any || Holds(compare, null);
    }

    private static bool Holds(KvCompare compare, KeyVersion? version)
    {
        if (version is null && compare.Target == KvCompareTarget.Value) return false;
        var order = compare.Target switch
        {
            KvCompareTarget.Version => (version?.Version ?? 0).CompareTo(compare.Number),
            KvCompareTarget.Create => (version?.CreateRevision ?? 0).CompareTo(compare.Number),
            KvCompareTarget.Mod => (version?.ModRevision ?? 0).CompareTo(compare.Number),
            KvCompareTarget.Lease => (version?.Lease ?? 0).CompareTo(compare.Number),
            _ => version!.ValueSpan.SequenceCompareTo(compare.Value.Span),
        };
        return compare.Result switch
        {
            KvCompareResult.Equal => order == 0,
            KvCompareResult.Greater => order > 0,
            KvCompareResult.Less => order < 0,
            _ => order != 0,
        };
    }
}
