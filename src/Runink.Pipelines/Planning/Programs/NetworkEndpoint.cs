using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Runink.Pipelines.Planning.Programs;

/// <summary>
/// Reads the network endpoints that a step names: <c>host:port</c>, of a name or an address; an IPv6 address stands in brackets. What the agent's proxy would not
/// understand, or never serve, is refused here, where it can be shown. Thread-safe.
/// </summary>
public static class NetworkEndpoint
{
    private const int NameMax = 253;
    private const int LabelMax = 63;
    private static readonly IPAddress MetadataV6 = IPAddress.Parse("fd00:ec2::254");

    /// <summary>Reads one; false when it is none, and then <paramref name="problem"/> says why.</summary>
    /// <param name="text">What was written.</param>
    /// <param name="endpoint">The endpoint, spelled in the one way that all spellings of it share.</param>
    /// <param name="problem">What is wrong, for people.</param>
    public static bool TryParse(string text, out string endpoint, out string problem)
    {
        endpoint = "";
        problem = Read(text, ref endpoint) ?? "";
        return problem.Length == 0;
    }

    private static string? Read(string text, ref string endpoint)
    {
        if (text.Contains("://", StringComparison.Ordinal)) return "an endpoint is a host and a port, without a scheme or a path";
        if (text.Contains('*', StringComparison.Ordinal)) return "there are no patterns: each endpoint is named";
        var colon = text.LastIndexOf(':');
        var host = colon < 1 ? "" : text[..colon];
        if (colon < 1 || (host.Contains(':', StringComparison.Ordinal) && host[^1] != ']')) return "it names no port";
        if (!int.TryParse(text.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var port) || port is < 1 or > ushort.MaxValue)
            return "its port is not a number from 1 to 65535";
        var bracketed = host[0] == '[' && host[^1] == ']';
        if (IPAddress.TryParse(host, out var address) && (address.AddressFamily == AddressFamily.InterNetworkV6) == bracketed)
        {
            if (host.Contains('%', StringComparison.Ordinal)) return "an address with a scope is of this machine alone";
            var plain = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
            endpoint = plain.AddressFamily == AddressFamily.InterNetworkV6 ? $"[{plain}]:{port}" : $"{plain}:{port}";
            return Unreachable(plain);
        }

        var name = host.EndsWith('.') ? host[..^1] : host;
        if (!IsName(name)) return $"\"{host}\" is neither a host name nor an address";
        endpoint = $"{name.ToLowerInvariant()}:{port}";
        return null;
    }

    // Who names an address means it, but nobody means these: a cloud's metadata service hands out the machine's own keys.
    private static string? Unreachable(IPAddress address)
    {
        if (address.Equals(IPAddress.Any) || address.Equals(IPAddress.IPv6Any)) return "that is every address, and none";
        if (address.IsIPv6Multicast || address.Equals(IPAddress.Broadcast) || (address.AddressFamily == AddressFamily.InterNetwork && address.GetAddressBytes()[0] >> 4 == 14))
            return "many machines have that address";
        var isLinkLocal = address.IsIPv6LinkLocal || (address.AddressFamily == AddressFamily.InterNetwork && address.GetAddressBytes() is [169, 254, ..]);
        return isLinkLocal || address.Equals(MetadataV6) ? "that is an address of the machine's own link, where clouds have their metadata service" : null;
    }

    private static bool IsName(string name) =>
        name.Length is > 0 and <= NameMax
        && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.')
        && Array.TrueForAll(name.Split('.'), label => label.Length is > 0 and <= LabelMax && label[0] != '-' && label[^1] != '-');
}
