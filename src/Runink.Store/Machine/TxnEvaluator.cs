namespace Runink.Store.Machine;

/// <summary>Decides a transaction on a state without changing it.</summary>
internal sealed class TxnEvaluator(StoreMachine machine)
{
    private readonly SortedDictionary<StoreKey, Mutation> _pending = [];
    private readonly List<Mutation> _mutations = [];

    /// <summary>The answer, and the command to apply when the transaction changes anything.</summary>
    public (TxnResponse Response, ChangeCommand? Command) Evaluate(TxnRequest request)
    {
        var succeeded = request.If.All(Holds);
        var results = (succeeded ? request.Then : request.Else).Select(Take).ToArray();
        if (_mutations.Count == 0) return (new TxnResponse(succeeded, machine.Revision, results), null);
        if (_mutations.Sum(mutation => (long)mutation.Key.Bytes.Length + mutation.Value.Length) > StoreLimits.TxnBytes)
        {
            throw new StoreRequestException(
                $"a transaction that deletes {_mutations.Count} keys is too large", "delete smaller ranges, one after another");
        }

        var revision = machine.Revision + 1;
        return (new TxnResponse(succeeded, revision, results), new ChangeCommand(revision, _mutations));
    }

    private bool Holds(Compare compare)
    {
        var entry = machine.Get(compare.Key);
        if (compare.Target == CompareTarget.Value && entry is null) return false;
        var order = compare.Target switch
        {
            CompareTarget.Version => (entry?.Version ?? 0).CompareTo(compare.Number),
            CompareTarget.CreateRevision => (entry?.CreateRevision ?? 0).CompareTo(compare.Number),
            CompareTarget.ModRevision => (entry?.ModRevision ?? 0).CompareTo(compare.Number),
            CompareTarget.Lease => (entry?.Lease ?? 0).CompareTo(compare.Number),
            _ => entry!.Value.Span.SequenceCompareTo(compare.Bytes.Span),
        };
        return compare.Operator switch
        {
            CompareOperator.Equal => order == 0,
            CompareOperator.NotEqual => order != 0,
            CompareOperator.Less => order < 0,
            _ => order > 0,
        };
    }

    private OpResult Take(TxnOp op) => op switch
    {
        PutOp put => Put(put),
        DeleteOp delete => Delete(delete.Range),
        RangeOp range => Read(range.Request),
        _ => throw new InvalidOperationException($"unknown step {op.GetType().Name}"),
    };

    private OpResult Put(PutOp put)
    {
        if (put.Lease != 0 && !machine.Leases.Contains(put.Lease)) throw new StoreLeaseNotFoundException(put.Lease);
        Change(new Mutation(ChangeKind.Put, put.Key, put.Value.ToArray(), put.Lease));
        return new OpResult([], 1);
    }

    private OpResult Delete(KeyRange range)
    {
        // The request was checked: nothing put in this branch lies in the range. Other deletions may overlap it.
        var doomed = machine.Range(range, machine.Revision).Where(entry => !_pending.ContainsKey(entry.Key)).ToArray();
        foreach (var entry in doomed) Change(new Mutation(ChangeKind.Delete, entry.Key));
        return new OpResult([], doomed.Length);
    }

    private void Change(Mutation mutation)
    {
        _mutations.Add(mutation);
        _pending.Add(mutation.Key, mutation);
    }

    private OpResult Read(RangeRequest request)
    {
        var response = RangeEvaluator.Evaluate(machine, request, _pending);
        return new OpResult(response.Items, response.Count, response.More);
    }
}
