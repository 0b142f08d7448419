using Microsoft.AspNetCore.Http.Features;

namespace Runink.Rpc;

/// <summary>What a call needs of the HTTP server, looked up once: a stream that is used again keeps its features.</summary>
internal sealed class CallFeatures(IFeatureCollection features)
{
    public IFeatureCollection Features { get; } = features;

    public IHttpRequestFeature Request { get; } = features.GetRequiredFeature<IHttpRequestFeature>();

    public IRequestBodyPipeFeature RequestBody { get; } = features.GetRequiredFeature<IRequestBodyPipeFeature>();

    public IHttpResponseFeature Response { get; } = features.GetRequiredFeature<IHttpResponseFeature>();

    public IHttpResponseBodyFeature ResponseBody { get; } = features.GetRequiredFeature<IHttpResponseBodyFeature>();

    public IHttpRequestLifetimeFeature Lifetime { get; } = features.GetRequiredFeature<IHttpRequestLifetimeFeature>();

    public IHttpConnectionFeature Connection { get; } = features.GetRequiredFeature<IHttpConnectionFeature>();

    /// <summary>HTTP/2 only.</summary>
    public IHttpResponseTrailersFeature Trailers => Features.GetRequiredFeature<IHttpResponseTrailersFeature>();
}
