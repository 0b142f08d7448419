using System.Runtime.CompilerServices;
using Runink.Protocol;
using Runink.Rpc;

namespace Runink.Barn;

/// <summary>
/// etcd's service KV. Put and Range go straight between the wire and the state; as long as this node may answer reads alone, a
/// Range completes at once.
/// </summary>
internal sealed class KvService(EtcdContext context)
{
    public RpcService Describe() => new(
        KvReflection.Descriptor.Services[0],
        RpcMethod.Unary("Range", RangeRequestReader.Instance, RangeReplyWriter.Instance, context.Known<RangeCall, RangeReply>(RangeAsync)),
        RpcMethod.Unary("Put", PutRequestReader.Instance, PutReplyWriter.Instance,
            context.Known<PutCall, KvResult>(ProposeAsync), (result, call) => Answer(result, context.GroupOf(call))),
        RpcMethod.Unary("DeleteRange", Marshaller.Protobuf<DeleteRangeRequest>(), Marshaller.Protobuf<DeleteRangeResponse>(),
            context.Known<DeleteRangeRequest, DeleteRangeResponse>(DeleteAsync)),
        RpcMethod.Unary("Txn", Marshaller.Protobuf<TxnRequest>(), Marshaller.Protobuf<TxnResponse>(),
            context.Known<TxnRequest, TxnResponse>(TxnAsync)),
        RpcMethod.Unary("Compact", Marshaller.Protobuf<CompactionRequest>(), Marshaller.Protobuf<CompactionResponse>(),
            context.Known<CompactionRequest, CompactionResponse>(CompactAsync)));

    public ValueTask<RangeReply> RangeAsync(RangeCall range, Caller caller)
    {
        EtcdErrors.ThrowIfError(KvRequestCheck.Check(range.Query));
        if (range.Serializable) return new(Answer(caller.Group.View, range.Query, caller));
        var read = caller.Group.ReadAsync();
        return read.IsCompletedSuccessfully
            ? new(Answer(read.Result, range.Query, caller))
            : AwaitRangeAsync(read, range.Query, caller);
    }

    public async ValueTask<PutReply> PutAsync(PutCommand put, Caller caller) =>
        Answer(await ProposeAsync(put, caller).ConfigureAwait(false), caller.Group);

    public async ValueTask<DeleteRangeResponse> DeleteAsync(DeleteRangeRequest request, Caller caller)
    {
        var delete = request.ToCommand();
        EtcdErrors.ThrowIfError(KvRequestCheck.Check(delete));
        var result = await context.ProposeAsync(delete, caller).ConfigureAwait(false);
        return ((DeleteRangeResult)result).ToMessage(context.HeaderMessage(caller.Group, result.Revision));
    }

    public async ValueTask<TxnResponse> TxnAsync(TxnRequest request, Caller caller)
    {
        var txn = request.ToCommand();
        EtcdErrors.ThrowIfError(KvRequestCheck.Check(txn, context.Options.MaxTxnOperations));
        var result = ReadOnlyTxn.Is(txn)
            ? Answer(request.IsSerializable() ? caller.Group.View : await context.ReadAsync(caller.Group).ConfigureAwait(false), txn, caller)
            : await context.ProposeAsync(txn, caller).ConfigureAwait(false);
        return ((TxnResult)result).ToMessage(context.HeaderMessage(caller.Group, result.Revision));
    }

    /// <summary>What is compacted cannot be read from the moment of the answer on, whether its memory is free yet or not.</summary>
    public async ValueTask<CompactionResponse> CompactAsync(CompactionRequest request, Caller caller)
    {
        var result = await context.ProposeAsync(new CompactCommand(request.Revision), caller).ConfigureAwait(false);
        return new CompactionResponse { Header = context.HeaderMessage(caller.Group, result.Revision) };
    }

    private ValueTask<KvResult> ProposeAsync(PutCall put, Caller caller)
    {
        var proposed = ProposeAsync(put.Command, caller);
        put.Release();
        return proposed;
    }

    private ValueTask<KvResult> ProposeAsync(PutCommand put, Caller caller)
    {
        EtcdErrors.ThrowIfError(KvRequestCheck.Check(put));
        return caller.Group.ProposeAsync(put, caller.User, caller.AuthRevision);
    }

    private RangeReply Answer(KvView view, RangeQuery query, in Caller caller)
    {
        EtcdErrors.ThrowIfError(view.Auth.CheckRead(caller.User, caller.RevisionIn(view.Auth), query.Key.Span, query.RangeEnd.Span));
        var result = view.Range(query);
        EtcdErrors.ThrowIfError(result.Error);
        return new RangeReply(context.Header(caller.Group, result.Revision), result);
    }

    private static KvResult Answer(KvView view, TxnCommand txn, in Caller caller)
    {
        EtcdErrors.ThrowIfError(ReadOnlyTxn.Check(view.Auth, caller.User, caller.RevisionIn(view.Auth), txn));
        var result = ReadOnlyTxn.Run(view, txn);
        EtcdErrors.ThrowIfError(result.Error);
        return result;
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<RangeReply> AwaitRangeAsync(ValueTask<KvView> read, RangeQuery query, Caller caller)
    {
        try
        {
            return Answer(await read.ConfigureAwait(false), query, caller);
        }
        catch (KvErrorException refused)
        {
            throw refused.Error.ToException();
        }
    }

    private PutReply Answer(KvResult result, BarnGroup group)
    {
        EtcdErrors.ThrowIfError(result.Error);
        return new PutReply(context.Header(group, result.Revision), ((PutResult)result).Previous);
    }
}
