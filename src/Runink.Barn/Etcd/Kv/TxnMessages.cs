using Google.Protobuf.Collections;
using Runink.Protocol;

namespace Runink.Barn;

/// <summary>Transactions from and to protobuf messages.</summary>
internal static class TxnMessages
{
    /// <exception cref="Runink.Rpc.RpcException">An operation is empty.</exception>
    public static TxnCommand ToCommand(this TxnRequest request)
    {
        var compares = new KvCompare[request.Compare.Count];
        for (var i = 0; i < compares.Length; i++) compares[i] = ToCompare(request.Compare[i]);
        return new TxnCommand(compares, ToOperations(request.Success), ToOperations(request.Failure));
    }

    /// <summary>Whether all that it may read may be a little old. As in etcd, what is inside another transaction may not.</summary>
    public static bool IsSerializable(this TxnRequest request) => OnlySerializable(request.Success) && OnlySerializable(request.Failure);

    /// <param name="result">What came of it.</param>
    /// <param name="header">The header of the answer; those of the operations name only a revision.</param>
    public static TxnResponse ToMessage(this TxnResult result, ResponseHeader header)
    {
        var response = new TxnResponse { Header = header, Succeeded = result.Succeeded };
        foreach (var one in result.Responses) response.Responses.Add(ToOperation(one));
        return response;
    }

    private static bool OnlySerializable(RepeatedField<RequestOp> operations)
    {
        foreach (var operation in operations)
        {
            if (operation.RequestRange is not { Serializable: true }) return false;
        }

        return true;
    }

    private static KvOperation[] ToOperations(RepeatedField<RequestOp> requests)
    {
        var operations = new KvOperation[requests.Count];
        for (var i = 0; i < operations.Length; i++)
        {
            var request = requests[i];
            operations[i] = request.RequestCase switch
            {
                RequestOp.RequestOneofCase.RequestRange => request.RequestRange.ToQuery(),
                RequestOp.RequestOneofCase.RequestPut => request.RequestPut.ToCommand(),
                RequestOp.RequestOneofCase.RequestDeleteRange => request.RequestDeleteRange.ToCommand(),
                RequestOp.RequestOneofCase.RequestTxn => request.RequestTxn.ToCommand(),
                _ => throw KvErrors.KeyNotFound.ToException(),
            };
        }

        return operations;
    }

    // What is compared with is of the kind of the target, or absent: then it is zero, or empty.
    private static KvCompare ToCompare(Compare compare) => new(
        (KvCompareTarget)(int)compare.Target,
        (KvCompareResult)(int)compare.Result,
        compare.Key.Memory,
        compare.RangeEnd.Memory,
        compare.Target switch
        {
            Compare.Types.CompareTarget.Version => compare.Version,
            Compare.Types.CompareTarget.Create => compare.CreateRevision,
            Compare.Types.CompareTarget.Mod => compare.ModRevision,
            Compare.Types.CompareTarget.Lease => compare.Lease,
            _ => 0,
        },
        compare.Target == Compare.Types.CompareTarget.Value ? compare.Value.Memory : default);

    private static ResponseOp ToOperation(KvResult result)
    {
        var header = new ResponseHeader { Revision = result.Revision };
        return result switch
        {
            RangeResult range => new ResponseOp { ResponseRange = range.ToMessage(header) },
            PutResult put => new ResponseOp { ResponsePut = put.ToMessage(header) },
            DeleteRangeResult delete => new ResponseOp { ResponseDeleteRange = delete.ToMessage(header) },
            TxnResult txn => new ResponseOp { ResponseTxn = txn.ToMessage(header) },
            _ => throw new InvalidOperationException($"{result.GetType().Name} is no operation of a transaction"),
        };
    }
}
