using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Core.Features;

namespace Runink.Rpc;

/// <summary>What is no gRPC goes to the owner's delegate, with the bounds that suit plain HTTP.</summary>
internal sealed class FallbackApplication(RpcServerOptions options)
{
    private static readonly MinDataRate SlowestBody = new(bytesPerSecond: 240, gracePeriod: TimeSpan.FromSeconds(5));

    public Task ServeAsync(CallFeatures http)
    {
        if (options.Fallback is null || RpcContent.IsGrpc(http.Request.Headers.ContentType)) return Refuse(http);
        if (http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
            size.MaxRequestBodySize = options.MaxFallbackBodyBytes;
        if (!HttpProtocol.IsHttp2(http.Request.Protocol) && http.Features.Get<IHttpMinRequestBodyDataRateFeature>() is { } rate)
            rate.MinDataRate = SlowestBody;
        return options.Fallback(new DefaultHttpContext(http.Features));
    }

    private static Task Refuse(CallFeatures http)
    {
        var request = http.Request;
        var isCall = RpcContent.IsGrpc(request.Headers.ContentType);
        http.Response.StatusCode = (isCall, HttpMethods.IsPost(request.Method), HttpProtocol.IsHttp2(request.Protocol)) switch
        {
            (true, false, _) => StatusCodes.Status405MethodNotAllowed,
            (true, true, _) => StatusCodes.Status505HttpVersionNotsupported,
            (false, true, true) => StatusCodes.Status415UnsupportedMediaType,
            _ => StatusCodes.Status404NotFound,
        };
        return Task.CompletedTask;
    }
}
