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

    private readonly CallEnding _ending = new(options);
    private readonly FallbackApplication _fallback = new(options);

    public RpcCall CreateContext(IFeatureCollection contextFeatures) =>
        contextFeatures is IHostContextContainer<RpcCall> container
        ? container.HostContext ??= new RpcCall(contextFeatures, options)
        : new RpcCall(contextFeatures, options);

    public void DisposeContext(RpcCall context, Exception? exception) => context.Reset();

    public Task ProcessRequestAsync(RpcCall context)
    {
        if (!IsCall(context.Http.Request)) return _fallback.ServeAsync(context.Http);
        RpcMethod method;
        try
        {
            context.Begin();
            method = Find(context.Path);
        }
        catch (Exception failure)
        {
            _ending.Fail(context, failure);
            return Task.CompletedTask;
        }

        return method.ServeAsync(context, _ending);
    }

    private static bool IsCall(IHttpRequestFeature request) =>
        RpcContent.IsGrpc(request.Headers.ContentType) && HttpProtocol.IsHttp2(request.Protocol)
            && HttpMethods.IsPost(request.Method);

    private RpcMethod Find(string path) => _methods.TryGetValue(path, out var method)
        ? method
        : throw RpcErrors.NoSuchMethod(path, IsService);

    private bool IsService(string name) =>
        options.Services.Any(service => string.Equals(service.Name, name, StringComparison.Ordinal));
}
