using System.Net;

namespace Runink.Rpc;

/// <summary>The address of <see cref="HandedOverListener"/>, inside the process.</summary>
internal sealed class HandedOverEndPoint : EndPoint
{
    public static HandedOverEndPoint Instance { get; } = new();

    public override string ToString() => "HTTP/1.1 on the plaintext addresses";
}
