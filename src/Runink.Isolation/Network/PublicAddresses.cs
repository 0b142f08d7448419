using System.Net;
using System.Net.Sockets;

namespace Runink.Isolation.Network;

/// <summary>
/// Which addresses belong to the open network. A name may lead only there: a name's owner chooses its addresses, and must not
/// be able to choose this machine, its neighbours, or a cloud's metadata service.
/// </summary>
internal static class PublicAddresses
{
    private const int DiscardPort = 9;

    // From IANA's registries of special-purpose addresses; the last one is Azure's host service, which has a public number.
    private static readonly IPNetwork[] Special4 =
    [
        Net("0.0.0.0/8"), Net("10.0.0.0/8"), Net("100.64.0.0/10"), Net("127.0.0.0/8"), Net("169.254.0.0/16"), Net("172.16.0.0/12"),
        Net("192.0.0.0/24"), Net("192.0.2.0/24"), Net("192.88.99.0/24"), Net("192.168.0.0/16"), Net("198.18.0.0/15"), Net("198.51.100.0/24"),
        Net("203.0.113.0/24"), Net("224.0.0.0/4"), Net("240.0.0.0/4"), Net("168.63.129.16/32"),
    ];

    private static readonly IPNetwork Global6 = Net("2000::/3");
    private static readonly IPNetwork Translated = Net("64:ff9b::/96");
    private static readonly IPNetwork[] Special6 = [Net("2001::/23"), Net("2001:db8::/32"), Net("2002::/16"), Net("3fff::/20")];

    /// <summary>Whether the address is one of the open network; of IPv6, only what is handed out as such.</summary>
    public static bool Contains(IPAddress address)
    {
        if (address.AddressFamily == AddressFamily.InterNetwork) return !Array.Exists(Special4, net => net.Contains(address));
        if (address.AddressFamily != AddressFamily.InterNetworkV6) return false;
        if (address.IsIPv4MappedToIPv6) return Contains(address.MapToIPv4());
        if (Translated.Contains(address)) return Contains(new IPAddress(address.GetAddressBytes().AsSpan(12)));
        return Global6.Contains(address) && !Array.Exists(Special6, net => net.Contains(address));
    }

    /// <summary>Whether a connection to it would end on this machine, under whatever number. Sends nothing.</summary>
    public static bool IsOfThisMachine(IPAddress address)
    {
        try
        {
            using var probe = new Socket(address.AddressFamily, SocketType.Dgram, ProtocolType.Udp);
            // The kernel answers its own addresses from the very same address.
            probe.Connect(address, DiscardPort);
            return probe.LocalEndPoint is IPEndPoint local && local.Address.Equals(address);
        }
        catch (SocketException)
        {
            return false; // no way there at all: the attempt itself will say so
        }
    }

    private static IPNetwork Net(string text) => IPNetwork.Parse(text);
}
