using Runink.Protocol;
using Runink.Rpc;

namespace Runink.Barn;

/// <summary>
/// etcd's service Lock. The revision in the header of the answer grows from holder to holder: it is the fencing token that what the
/// lock protects must check, since a holder may be paused for longer than its lease lives.
/// </summary>
internal sealed class LockService(EtcdContext context, Ownership ownership)
{
    public RpcService Describe() => new(
        LockReflection.Descriptor.Services[0],
        RpcMethod.Unary("Lock", Marshaller.Protobuf<LockRequest>(), Marshaller.Protobuf<LockResponse>(), LockAsync),
        RpcMethod.Unary("Unlock", Marshaller.Protobuf<UnlockRequest>(), Marshaller.Protobuf<UnlockResponse>(), UnlockAsync));

    private async ValueTask<LockResponse> LockAsync(LockRequest request, RpcCall call)
    {
        var (caller, cancelled) = (await context.IdentifyAsync(call).ConfigureAwait(false), call.CancellationToken);
        var place = await ownership.EnterAsync(request.Name.Memory, request.Lease, default, caller).ConfigureAwait(false);
        try
        {
            var revision = await ownership.WaitAsync(place, caller, cancelled).ConfigureAwait(false);
            return new LockResponse { Header = context.HeaderMessage(caller.Group, revision), Key = KvMessages.Wrap(place.Key) };
        }
        catch
        {
            // Nobody would ever release it.
            await ownership.WithdrawAsync(place, caller.Group).ConfigureAwait(false);
            throw;
        }
    }

    private async ValueTask<UnlockResponse> UnlockAsync(UnlockRequest request, RpcCall call)
    {
        var delete = new DeleteRangeCommand(request.Key.Memory);
        EtcdErrors.ThrowIfError(KvRequestCheck.Check(delete));
        var caller = await context.IdentifyAsync(call).ConfigureAwait(false);
        var result = await context.ProposeAsync(delete, caller).ConfigureAwait(false);
        return new UnlockResponse { Header = context.HeaderMessage(caller.Group, result.Revision) };
    }
}
