using Runink.Protocol.PeerV1;
using Runink.Rpc;

namespace Runink.Barn;

/// <summary>Tells other members what this one holds: a walk over an immutable view, which nothing waits for. Thread-safe.</summary>
internal sealed class ReplicaService(BarnNode node)
{
    public const string Name = "runink.peer.v1.Replicas";

    public const string StateHashName = "StateHash";

    // The platform's group is not kept waiting by the others.
    private int _isBusy;
    private int _isBusyWithOthers;

    public RpcService Describe() => new(
        ReplicasReflection.Descriptor.Services[0],
        RpcMethod.Unary(StateHashName, Marshaller.Protobuf<StateHashRequest>(), Marshaller.Protobuf<StateHashResponse>(),
            (request, _) => AnswerAsync(request)));

    private async ValueTask<StateHashResponse> AnswerAsync(StateHashRequest request)
    {
        if (request.ClusterId != node.Options.ClusterId || request.MemberId != node.Options.MemberId)
            throw new RpcException(RpcCode.FailedPrecondition, $"this is member {node.Options.MemberId:x} of cluster {node.Options.ClusterId:x}");
        var group = request.GroupId == 0 ? node.System : node.FindGroup(request.Group);
        if (group is null || (request.GroupId != 0 && group.Id.Value != request.GroupId))
            throw new RpcException(RpcCode.NotFound, $"{KvErrors.GroupNotFound.Message}: {request.Group}");
        if (!Enter(group)) throw new RpcException(RpcCode.ResourceExhausted, "another such question is being answered");
        try
        {
            var view = group.View;
            var state = await Task.Run(() => ReplicaState.Of(request.MemberId, view, request.Revision)).ConfigureAwait(false);
            return Write(state, request.GroupId);
        }
        finally
        {
            Volatile.Write(ref Busy(group), 0);
        }
    }

    private bool Enter(BarnGroup group) => Interlocked.Exchange(ref Busy(group), 1) == 0;

    private ref int Busy(BarnGroup group) => ref group.IsSystem ? ref _isBusy : ref _isBusyWithOthers;

    private static StateHashResponse Write(ReplicaState state, ulong group) => new()
    {
        GroupId = group,
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
