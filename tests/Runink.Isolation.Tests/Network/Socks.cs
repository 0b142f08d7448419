using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Runink.Isolation.Tests.Network;

/// <summary>The client's words of SOCKS5.</summary>
internal static class Socks
{
    public static byte[] Greeting => [5, 1, 0];

    /// <summary>CONNECT to an address, if it is one in its usual notation, else to a name.</summary>
    public static byte[] Request(string host, int port)
    {
        var isAddress = IPAddress.TryParse(host, out var address) && address.ToString() == host;
        byte[] place = !isAddress ? [3, (byte)host.Length, .. Encoding.Latin1.GetBytes(host)]
            : [(byte)(address!.AddressFamily == AddressFamily.InterNetwork ? 1 : 4), .. address.GetAddressBytes()];
        var ending = new byte[2];
        BinaryPrimitives.WriteUInt16BigEndian(ending, (ushort)port);
        return [5, 1, 0, .. place, .. ending];
    }
}
