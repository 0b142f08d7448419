using System.Collections.Frozen;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Abstractions;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Runink.Rpc;

/// <summary>
/// Stands directly on the HTTP server, below the middleware: finds the method of a call, serves it, ends it with a status.
/// </summary>
internal sealed class RpcApplication(RpcServerOptions options) : IHttpApplication<RpcCall>
{
    private readonly FrozenDictionary<string, RpcMethod> _methods = options.Services
        .SelectMany(service => service.Methods.Select(method => KeyValuePair.Create($"/{service.Name}/{method.Name}", method)))
        .ToFrozenDictionary(StringComparer.Ordinal);

    private readonly FallbackApplication _fallback = new(options);

    public RpcCall CreateContext(IFeatureCollection contextFeatures) =>
        contextFeatures is IHostContextContainer<RpcCall> container
        ? container.HostContext ??= new RpcCall(contextFeatures, options)
        : new RpcCall(contextFeatures, options);

    public void DisposeContext(RpcCall context, Exception? exception) => context.Reset();

    public Task ProcessRequestAsync(RpcCall context)
    {
        if (!IsCall(context.Http.Request)) return _fallback.ServeAsync(context.Http);
        ValueTask serving;
        try
        {
            context.Begin();
            serving = Find(context.Path).ServeAsync(context);
        }
        catch (Exception failure)
        {
            Fail(context, failure);
            return Task.CompletedTask;
        }

        if (!serving.IsCompletedSuccessfully) return AwaitAsync(serving, context);
        Succeed(context);
        return Task.CompletedTask;
    }

    private static bool IsCall(IHttpRequestFeature request) =>
        RpcContent.IsGrpc(request.Headers.ContentType) && HttpProtocol.IsHttp2(request.Protocol)
            && HttpMethods.IsPost(request.Method);

    private RpcMethod Find(string path) => _methods.TryGetValue(path, out var method)
        ? method
        : throw RpcErrors.NoSuchMethod(path, IsService);

    private bool IsService(string name) =>
        options.Services.Any(service => string.Equals(service.Name, name, StringComparison.Ordinal));

    private async Task AwaitAsync(ValueTask serving, RpcCall call)
    {
        try
        {
            await serving.ConfigureAwait(false);
        }
        catch (Exception failure)
        {
            Fail(call, failure);
            return;
        }

        Succeed(call);
    }

    private void Succeed(RpcCall call)
    {
        call.End(RpcCode.Ok, "", null);
        options.CallEnded?.Invoke(call, RpcCode.Ok, null);
    }

    private void Fail(RpcCall call, Exception failure)
    {
        var status = failure switch
        {
            RpcException known => known,
            OperationCanceledException when call.IsPastDeadline => RpcErrors.DeadlineExceeded(),
            OperationCanceledException when call.Http.Lifetime.RequestAborted.IsCancellationRequested => RpcErrors.Cancelled(),
            _ => new RpcException(RpcCode.Unknown, "the handler of the call failed", failure),
        };
        call.End(status.Code, status.Message, status.Trailers);
        options.CallEnded?.Invoke(call, status.Code, failure);
    }
}
