using Runink.Protocol;
using Runink.Rpc;

namespace Runink.Barn;

/// <summary>etcd's service Maintenance. There is no Downgrade: as with etcd 3.4 it is a method that is not known.</summary>
internal sealed class MaintenanceService(EtcdContext context)
{
    private readonly SnapshotSender _snapshots = new(context.Time);

    public RpcService Describe() => new(
        MaintenanceReflection.Descriptor.Services[0],
        RpcMethod.Unary("Alarm", Marshaller.Protobuf<AlarmRequest>(), Marshaller.Protobuf<AlarmResponse>(), AlarmAsync),
        RpcMethod.Unary("Status", Marshaller.Protobuf<StatusRequest>(), Marshaller.Protobuf<StatusResponse>(), StatusAsync),
        RpcMethod.Unary("Defragment", Marshaller.Protobuf<DefragmentRequest>(), Marshaller.Protobuf<DefragmentResponse>(),
            DefragmentAsync),
        RpcMethod.Unary("Hash", Marshaller.Protobuf<HashRequest>(), Marshaller.Protobuf<HashResponse>(), HashAsync),
        RpcMethod.Unary("HashKV", Marshaller.Protobuf<HashKVRequest>(), Marshaller.Protobuf<HashKVResponse>(), HashKeysAsync),
        RpcMethod.ServerStreaming<SnapshotRequest, SnapshotResponse>(
            "Snapshot", Marshaller.Protobuf<SnapshotRequest>(), Marshaller.Protobuf<SnapshotResponse>(), SnapshotAsync),
        RpcMethod.Unary("MoveLeader", Marshaller.Protobuf<MoveLeaderRequest>(), Marshaller.Protobuf<MoveLeaderResponse>(), MoveLeaderAsync));

    private async ValueTask<AlarmResponse> AlarmAsync(AlarmRequest request, RpcCall call)
    {
        var caller = await context.IdentifyOperatorAsync(call).ConfigureAwait(false);
        var alarm = (KvAlarm)(int)request.Alarm;
        if (request.Action == AlarmRequest.Types.AlarmAction.Get)
        {
            var view = await context.ReadAsync(caller.Group).ConfigureAwait(false);
            return Response(caller.Group, view.Revision, view.Alarms.Where(entry => alarm == KvAlarm.None || entry.Alarm == alarm));
        }

        if (caller.Group.IsSystem) EtcdErrors.ThrowIfError(context.Node.View.Auth.CheckAdmin(caller.User));
        if (alarm is < KvAlarm.None or > KvAlarm.Corrupt) throw KvErrors.InvalidAlarm.ToException();
        var action = request.Action switch
        {
            AlarmRequest.Types.AlarmAction.Activate => KvAlarmAction.Raise,
            AlarmRequest.Types.AlarmAction.Deactivate => KvAlarmAction.Disarm,
            _ => throw EtcdErrors.NotServed($"there is no alarm action {(int)request.Action}"),
        };
        var command = new AlarmCommand(action, request.MemberID, alarm);
        var result = (AlarmResult)await context.ProposeAsync(command, caller).ConfigureAwait(false);
        return Response(caller.Group, result.Revision, result.Alarms);
    }

    private AlarmResponse Response(BarnGroup group, long revision, IEnumerable<KvAlarmEntry> alarms)
    {
        var response = new AlarmResponse { Header = context.HeaderMessage(group, revision) };
        foreach (var entry in alarms)
            response.Alarms.Add(new AlarmMember { MemberID = entry.Member, Alarm = (AlarmType)(int)entry.Alarm });
        return response;
    }

    /// <summary>The state of this node as it is, also without a leader: that is what it is asked for.</summary>
    private async ValueTask<StatusResponse> StatusAsync(StatusRequest request, RpcCall call)
    {
        var group = context.Required(call);
        if (!group.IsSystem) await context.IdentifyAsync(call).ConfigureAwait(false);
        var (status, view) = (group.Status, group.View);
        var response = new StatusResponse
        {
            Header = context.HeaderMessage(group, view.Revision),
            Version = EtcdVersion.Server,
            DbSize = view.Bytes,
            DbSizeInUse = view.Bytes,
            DbSizeQuota = group.QuotaBytes > 0 ? group.QuotaBytes : context.Node.Options.QuotaBytes,
            Leader = status.Leader,
            RaftIndex = (ulong)status.CommitIndex.Value,
            RaftTerm = (ulong)status.Term.Value,
            RaftAppliedIndex = (ulong)status.AppliedIndex.Value,
            IsLearner = status.Membership.Current.Find(new(context.Node.Options.MemberId)) is { Kind: Raft.MemberKind.Learner },
        };
        if (status.Leader == 0) response.Errors.Add(KvErrors.NoLeader.Message);
        if (context.Node.Status.Failure is { } failure) response.Errors.Add(failure.Message);
        foreach (var entry in view.Alarms) response.Errors.Add($"{(entry.Member == 0 ? "" : $"memberID:{entry.Member} ")}alarm:{Name(entry.Alarm)} ");
        return response;
    }

    /// <summary>There is nothing to defragment: freed memory is used again, and the log is cut as snapshots are taken.</summary>
    private async ValueTask<DefragmentResponse> DefragmentAsync(DefragmentRequest request, RpcCall call)
    {
        var group = (await AdminAsync(call).ConfigureAwait(false)).Group;
        return new DefragmentResponse { Header = context.HeaderMessage(group, group.View.Revision) };
    }

    private async ValueTask<HashResponse> HashAsync(HashRequest request, RpcCall call)
    {
        var group = (await AdminAsync(call).ConfigureAwait(false)).Group;
        var view = group.View;
        return new HashResponse { Header = context.HeaderMessage(group, view.Revision), Hash = Fold(view.StateHash()) };
    }

    private async ValueTask<HashKVResponse> HashKeysAsync(HashKVRequest request, RpcCall call)
    {
        var group = (await AdminAsync(call).ConfigureAwait(false)).Group;
        var hash = group.View.HashAt(request.Revision);
        EtcdErrors.ThrowIfError(hash.Error);
        return new HashKVResponse
        {
            Header = context.HeaderMessage(group, hash.Revision),
            Hash = Fold(hash.Hash),
            CompactRevision = hash.CompactRevision,
            HashRevision = request.Revision == 0 ? hash.Revision : request.Revision,
        };
    }

    private async ValueTask SnapshotAsync(SnapshotRequest request, RpcStreamWriter<SnapshotResponse> responses, RpcCall call)
    {
        var group = (await AdminAsync(call).ConfigureAwait(false)).Group;
        await _snapshots.SendAsync(group, responses, call.CancellationToken).ConfigureAwait(false);
    }

    /// <summary>
    /// Only the leader does it, as in etcd: whoever asks should know whom they take the leadership from. Not of other groups: who leads
    /// them follows from their ids, and would be set right again.
    /// </summary>
    private async ValueTask<MoveLeaderResponse> MoveLeaderAsync(MoveLeaderRequest request, RpcCall call)
    {
        var caller = await context.IdentifySystemOperatorAsync(call).ConfigureAwait(false);
        EtcdErrors.ThrowIfError(context.Node.View.Auth.CheckAdmin(caller.User));
        if (context.Node.Status.Leader != context.Node.Options.MemberId) throw KvErrors.NotLeader.ToException();
        if (request.TargetID == 0) throw KvErrors.BadLeaderTransferee.ToException();
        try
        {
            await context.Cluster.TransferAsync(request.TargetID).ConfigureAwait(false);
            return new MoveLeaderResponse { Header = context.HeaderMessage() };
        }
        catch (KvErrorException refused)
        {
            throw refused.Error.ToException();
        }
    }

    /// <summary>Who may use a group other than that of the platform may do everything with it.</summary>
    private async ValueTask<Caller> AdminAsync(RpcCall call)
    {
        var caller = await context.IdentifyOperatorAsync(call).ConfigureAwait(false);
        if (caller.Group.IsSystem) EtcdErrors.ThrowIfError(context.Node.View.Auth.CheckAdmin(caller.User));
        return caller;
    }

    private static uint Fold(UInt128 hash) => (uint)hash ^ (uint)(hash >> 32) ^ (uint)(hash >> 64) ^ (uint)(hash >> 96);

    internal static string Name(KvAlarm alarm) => alarm switch
    {
        KvAlarm.NoSpace => "NOSPACE",
        KvAlarm.Corrupt => "CORRUPT",
        _ => "NONE",
    };
}
