using Runink.Protocol.PeerV1;
using Runink.Rpc;

namespace Runink.Barn;

/// <summary>Tells other members what this one holds: a walk over an immutable view, which nothing waits for. Thread-safe.</summary>
internal sealed class ReplicaService(BarnNode node)
{
    public const string Name = "runink.peer.v1.Replicas";

    public const string StateHashName = "StateHash";

    private int _isBusy;

    public RpcService Describe() => new(
        ReplicasReflection.Descriptor.Services[0],
        RpcMethod.Unary(StateHashName, Marshaller.Protobuf<StateHashRequest>(), Marshaller.Protobuf<StateHashResponse>(),
            (request, _) => AnswerAsync(request)));

    private async ValueTask<StateHashResponse> AnswerAsync(StateHashRequest request)
    {
        if (request.ClusterId != node.Options.ClusterId || request.MemberId != node.Options.MemberId)
            throw new RpcException(RpcCode.FailedPrecondition, $"this is member {node.Options.MemberId:x} of cluster {node.Options.ClusterId:x}");
        if (Interlocked.Exchange(ref _isBusy, 1) != 0) throw new RpcException(RpcCode.ResourceExhausted, "another such question is being answered");
        try
        {
            var view = node.View;
            return Write(await Task.Run(() => ReplicaState.Of(request.MemberId, view, request.Revision)).ConfigureAwait(false));
        }
        finally
        {
            Volatile.Write(ref _isBusy, 0);
        }
    }

    private static StateHashResponse Write(ReplicaState state) => new()
    {
        Version = ReplicaState.HashVersion,
        AppliedIndex = state.Applied.Value,
        Revision = state.Revision,
        CompactRevision = state.CompactRevision,
        WholeUpper = (ulong)(state.Whole >> 64),
        WholeLower = (ulong)state.Whole,
        HasKeys = state.Keys is not null,
        KeysUpper = (ulong)((state.Keys ?? 0) >> 64),
        KeysLower = (ulong)(state.Keys ?? 0),
    };
}
