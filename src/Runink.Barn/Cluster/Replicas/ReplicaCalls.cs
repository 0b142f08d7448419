using Runink.Protocol.PeerV1;
using Runink.Raft;
using Runink.Rpc;

namespace Runink.Barn;

/// <summary>Asks over the members' own addresses. It is asked rarely, so each question has a connection of its own.</summary>
/// <param name="cluster">The cluster that all belong to.</param>
/// <param name="urls">Where a member is reached.</param>
/// <param name="connect">Opens a way to a URL.</param>
internal sealed class ReplicaCalls(ulong cluster, Func<ulong, IReadOnlyList<Uri>> urls, Func<Uri, RpcChannel> connect) : IReplicaCalls
{
    // A walk over all keys of a large state is slow on a busy machine.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private static readonly RpcSignature<StateHashRequest, StateHashResponse> s_stateHash =
        RpcSignature.Protobuf<StateHashRequest, StateHashResponse>(ReplicaService.Name, ReplicaService.StateHashName);

    public async ValueTask<ReplicaState?> AskAsync(ulong member, BarnGroup group, long revision, CancellationToken stop)
    {
        if (urls(member) is not [var url, ..]) return null;
        using var channel = connect(url);
        var request = new StateHashRequest { ClusterId = cluster, MemberId = member, Revision = revision };
        if (!group.IsSystem) (request.Group, request.GroupId) = (group.Name, group.Id.Value);
        try
        {
            var answer = await channel.CallAsync(s_stateHash, request, new RpcCallOptions { Timeout = Patience }, stop).ConfigureAwait(false);
            return answer.Version == ReplicaState.HashVersion && answer.GroupId == request.GroupId ? Read(member, answer) : null;
        }
        catch (RpcException)
        {
            // A member that is down, busy or of an earlier release is compared another time.
            return null;
        }
    }

    private static ReplicaState Read(ulong member, StateHashResponse answer) => new(
        member, new LogIndex(answer.AppliedIndex), answer.Revision, answer.CompactRevision,
        new UInt128(answer.WholeUpper, answer.WholeLower),
        answer.HasKeys ? new UInt128(answer.KeysUpper, answer.KeysLower) : null);
}
