using System.Net;

namespace Runink.Rpc;

/// <summary>An address to listen on.</summary>
/// <param name="EndPoint">An <see cref="IPEndPoint"/> (port 0: any that is free) or a <see
/// cref="System.Net.Sockets.UnixDomainSocketEndPoint"/>.</param>
/// <param name="Tls">Null: plaintext, where HTTP/2 and HTTP/1.1 are told apart by their first bytes.</param>
public sealed record RpcListener(EndPoint EndPoint, RpcServerTls? Tls = null);
