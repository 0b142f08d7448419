using Runink.Protocol;
using static Runink.Protocol.HealthCheckResponse.Types;

namespace Runink.Rpc;

/// <summary>
/// gRPC's health checks: the owner says how services are, clients ask (Check) or are told of every change (Watch). Thread-safe.
/// </summary>
public sealed class HealthService
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, ServingStatus> _statuses = new(StringComparer.Ordinal);
    private TaskCompletionSource _changed = NewSignal();

    /// <summary>Makes it; the server as a whole (the empty name) is not serving until it is said.</summary>
    public HealthService()
    {
        _statuses[""] = ServingStatus.NotServing;
        var (requests, responses) = (Marshaller.Protobuf<HealthCheckRequest>(), Marshaller.Protobuf<HealthCheckResponse>());
        Service = new RpcService(
            HealthReflection.Descriptor.Services[0],
            RpcMethod.Unary("Check", requests, responses, Check),
            RpcMethod.ServerStreaming("Watch", requests, responses, WatchAsync));
    }

    /// <summary>To be served.</summary>
    public RpcService Service { get; }

    /// <summary>Says whether a service serves.</summary>
    /// <param name="service">Its full name; empty: the server as a whole.</param>
    /// <param name="isServing">Whether it does.</param>
    public void Set(string service, bool isServing)
    {
        TaskCompletionSource changed;
        lock (_lock)
        {
            _statuses[service] = isServing ? ServingStatus.Serving : ServingStatus.NotServing;
            changed = _changed;
            _changed = NewSignal();
        }

        changed.TrySetResult();
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private ValueTask<HealthCheckResponse> Check(HealthCheckRequest request, RpcCall call) =>
        StatusOf(request.Service, out _) switch
        {
            ServingStatus.ServiceUnknown => throw new RpcException(RpcCode.NotFound, "unknown service"),
            var status => new ValueTask<HealthCheckResponse>(new HealthCheckResponse { Status = status }),
        };

    /// <summary>A slow watcher is told the newest status only.</summary>
    private async ValueTask WatchAsync(HealthCheckRequest request, RpcStreamWriter<HealthCheckResponse> responses, RpcCall call)
    {
        ServingStatus? told = null;
        while (true)
        {
            var status = StatusOf(request.Service, out var changed);
            if (status != told) await responses.WriteAsync(new HealthCheckResponse { Status = status }).ConfigureAwait(false);
            told = status;
            await changed.WaitAsync(call.CancellationToken).ConfigureAwait(false);
        }
    }

    private ServingStatus StatusOf(string service, out Task changed)
    {
        lock (_lock)
        {
            changed = _changed.Task;
            return _statuses.GetValueOrDefault(service, ServingStatus.ServiceUnknown);
        }
    }
}
