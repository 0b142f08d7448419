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
    private readonly ConnectionEnds _ends;
    private readonly int _revision;

    public Http2Features(Http2Stream stream, ConnectionContext connection)
        : base(connection.Features)
    {
        _ends = new ConnectionEnds(connection);
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
    public bool IsChanged => Revision != _revision || _ends.IsChanged;

    /// <summary>Who is at the ends of the connection.</summary>
    private sealed class ConnectionEnds(ConnectionContext connection) : IHttpConnectionFeature
    {
        private readonly IPEndPoint? _remote = connection.RemoteEndPoint as IPEndPoint;
        private readonly IPEndPoint? _local = connection.LocalEndPoint as IPEndPoint;
        private (string Id, IPAddress? Remote, int RemotePort, IPAddress? Local, int LocalPort)? _changed;

        public bool IsChanged => _changed is not null;

        public string ConnectionId
        {
            get => Ends.Id;
            set => _changed = Ends with { Id = value };
        }

        public IPAddress? RemoteIpAddress
        {
            get => Ends.Remote;
            set => _changed = Ends with { Remote = value };
        }

        public int RemotePort
        {
            get => Ends.RemotePort;
            set => _changed = Ends with { RemotePort = value };
        }

        public IPAddress? LocalIpAddress
        {
            get => Ends.Local;
            set => _changed = Ends with { Local = value };
        }

        public int LocalPort
        {
            get => Ends.LocalPort;
            set => _changed = Ends with { LocalPort = value };
        }

        private (string Id, IPAddress? Remote, int RemotePort, IPAddress? Local, int LocalPort) Ends =>
            _changed ?? (connection.ConnectionId, _remote?.Address, _remote?.Port ?? 0, _local?.Address, _local?.Port ?? 0);
    }
}
