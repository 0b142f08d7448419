namespace Runink.Store.Machine;

/// <summary>Answers range requests from a state.</summary>
internal static class RangeEvaluator
{
    private static readonly SortedDictionary<StoreKey, Mutation> Nothing = [];

    /// <summary>The answer of a state.</summary>
    public static RangeResponse Evaluate(StoreMachine machine, RangeRequest request) => Evaluate(machine, request, Nothing);

    /// <summary>
    /// The answer inside a transaction, whose earlier steps are not applied yet. They show in reads of the newest revision.
    /// </summary>
    public static RangeResponse Evaluate(
        StoreMachine machine, RangeRequest request, SortedDictionary<StoreKey, Mutation> pending)
    {
        if (request.Revision > machine.Revision)
        {
            throw new StoreRequestException(
                $"revision {request.Revision} has not happened yet; the newest is {machine.Revision}", "use 0 for the newest");
        }

        if (request.Revision != 0 && request.Revision < machine.CompactRevision)
            throw new StoreCompactedException(request.Revision, machine.CompactRevision);

        var revision = request.Revision == 0 ? machine.Revision : request.Revision;
        var entries = machine.Range(request.Range, revision);
        if (request.Revision == 0 && pending.Count > 0) entries = Merge(machine, entries, request.Range, pending);
        var items = new List<KeyValue>();
        long count = 0;
        foreach (var entry in entries)
        {
            count++;
            if (request.Limit == 0 || count <= request.Limit) items.Add(entry);
        }

        return new RangeResponse(items, count, machine.Revision);
    }

    private static IEnumerable<KeyValue> Merge(
        StoreMachine machine, IEnumerable<KeyValue> entries, KeyRange range, SortedDictionary<StoreKey, Mutation> pending)
    {
        var written = pending.Values
            .Where(mutation => mutation.Kind == ChangeKind.Put && range.Contains(mutation.Key))
            .Select(mutation => mutation.Over(machine.Get(mutation.Key), machine.Revision + 1));
        return entries.Where(entry => !pending.ContainsKey(entry.Key)).Concat(written).OrderBy(entry => entry.Key);
    }
}
