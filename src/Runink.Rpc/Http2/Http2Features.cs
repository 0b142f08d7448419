using System.Net;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting.Server.Abstractions;
using Microsoft.AspNetCore.Http.Features;

namespace Runink.Rpc;

/// <summary>
/// What ASP.NET and <see cref="RpcCall"/> find of a stream, over what they find of its connection. Kept with the stream, unless somebody has
/// changed it: what one request leaves here is nothing for the next.
/// </summary>
internal sealed class Http2Features : FeatureCollection, IHostContextContainer<RpcCall>
{
    private readonly HttpConnectionFeature _ends = new();
    private readonly ConnectionContext _connection;
    private readonly int _revision;

    public Http2Features(Http2Stream stream, ConnectionContext connection)
        : base(connection.Features)
    {
        _connection = connection;
        Set<IHttpRequestFeature>(stream.Request);
        Set<IRequestBodyPipeFeature>(stream.Request);
        Set<IHttpMaxRequestBodySizeFeature>(stream.RequestBody);
        Set<IHttpResponseFeature>(stream.Response);
        Set<IHttpResponseBodyFeature>(stream.Response);
        Set<IHttpResponseTrailersFeature>(stream.Response);
        Set<IHttpRequestLifetimeFeature>(stream);
        Set<IHttpConnectionFeature>(_ends);
        _revision = Revision;
    }

    public RpcCall? HostContext { get; set; }

    /// <summary>Whether anything was set since this was made.</summary>
    public bool IsChanged => Revision != _revision;

    /// <summary>Says who is at the ends of the connection, whatever the last request was told.</summary>
    public void Begin()
    {
        _ends.ConnectionId = _connection.ConnectionId;
        (_ends.RemoteIpAddress, _ends.RemotePort) = Split(_connection.RemoteEndPoint);
        (_ends.LocalIpAddress, _ends.LocalPort) = Split(_connection.LocalEndPoint);
    }

    private static (IPAddress? Address, int Port) Split(EndPoint? end) => end is IPEndPoint known ? (known.Address, known.Port) : (null, 0);
}
