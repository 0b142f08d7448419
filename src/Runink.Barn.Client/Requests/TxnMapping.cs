using Google.Protobuf.Collections;
using Runink.Store;
using Wire = Runink.Protocol;

namespace Runink.Barn.Client;

/// <summary>Transactions, to etcd's messages and back.</summary>
internal static class TxnMapping
{
    private static readonly OpResult Nothing = new([], 0);
    private static readonly OpResult OnePut = new([], 1);

    /// <summary>Whether a transaction is nothing but one put, for which etcd has a cheaper call.</summary>
    public static bool IsSinglePut(TxnRequest request) => request is { If.Count: 0, Then.Count: 1 } && request.Then[0] is PutOp;

    public static Wire.PutRequest ToWire(PutOp put) =>
        new() { Key = WireRange.Wrap(put.Key.Bytes), Value = WireRange.Wrap(put.Value), Lease = put.Lease };

    public static TxnResponse ToStore(Wire.PutResponse response) => new(true, response.Header.Revision, [OnePut]);

    public static Wire.TxnRequest ToWire(TxnRequest request)
    {
        var wire = new Wire.TxnRequest();
        foreach (var condition in request.If) wire.Compare.Add(ToWire(condition));
        Add(wire.Success, request.Then);
        Add(wire.Failure, request.Else);
        return wire;
    }

    public static TxnResponse ToStore(TxnRequest request, Wire.TxnResponse response)
    {
        var taken = response.Succeeded ? request.Then : request.Else;
        var results = new OpResult[taken.Count];
        for (var i = 0; i < results.Length; i++) results[i] = ToStore(taken[i], response.Responses[i]);
        return new TxnResponse(response.Succeeded, response.Header.Revision, results);
    }

    private static void Add(RepeatedField<Wire.RequestOp> wire, IReadOnlyList<TxnOp> ops)
    {
        foreach (var op in ops) wire.Add(ToWire(op));
    }

    private static Wire.RequestOp ToWire(TxnOp op) => op switch
    {
        PutOp put => new() { RequestPut = ToWire(put) },
        DeleteOp delete => ToWire(delete.Range),
        RangeOp read => new() { RequestRange = RangeMapping.ToWire(read.Request) },
        _ => throw new InvalidOperationException($"unknown step {op.GetType().Name}"),
    };

    private static Wire.RequestOp ToWire(KeyRange deleted)
    {
        var range = new WireRange(deleted);

        // To delete nothing is to read nothing.
        if (range.IsEmpty) return new() { RequestRange = RangeMapping.ToWire(new RangeRequest(deleted)) };
        return new() { RequestDeleteRange = new() { Key = range.Key, RangeEnd = range.End } };
    }

    private static OpResult ToStore(TxnOp op, Wire.ResponseOp response) => op switch
    {
        PutOp => OnePut,
        DeleteOp => new OpResult([], response.ResponseDeleteRange?.Deleted ?? 0),
        RangeOp read when new WireRange(read.Request.Range).IsEmpty => Nothing,
        _ => new OpResult(
            RangeMapping.Entries(response.ResponseRange), response.ResponseRange.Count, response.ResponseRange.More),
    };

    private static Wire.Compare ToWire(Compare condition)
    {
        var wire = new Wire.Compare { Key = WireRange.Wrap(condition.Key.Bytes), Result = ToWire(condition.Operator) };
        switch (condition.Target)
        {
            case CompareTarget.Version:
                (wire.Target, wire.Version) = (Wire.Compare.Types.CompareTarget.Version, condition.Number);
                break;
            case CompareTarget.CreateRevision:
                (wire.Target, wire.CreateRevision) = (Wire.Compare.Types.CompareTarget.Create, condition.Number);
                break;
            case CompareTarget.ModRevision:
                (wire.Target, wire.ModRevision) = (Wire.Compare.Types.CompareTarget.Mod, condition.Number);
                break;
            case CompareTarget.Lease:
                (wire.Target, wire.Lease) = (Wire.Compare.Types.CompareTarget.Lease, condition.Number);
                break;
            default:
                (wire.Target, wire.Value) = (Wire.Compare.Types.CompareTarget.Value, WireRange.Wrap(condition.Bytes));
                break;
        }

        return wire;
    }

    private static Wire.Compare.Types.CompareResult ToWire(CompareOperator op) => op switch
    {
        CompareOperator.Equal => Wire.Compare.Types.CompareResult.Equal,
        CompareOperator.NotEqual => Wire.Compare.Types.CompareResult.NotEqual,
        CompareOperator.Less => Wire.Compare.Types.CompareResult.Less,
        _ => Wire.Compare.Types.CompareResult.Greater,
    };
}
