using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Runink.Isolation.Network;

/// <summary>
/// A network endpoint as a plan names it: a host name or an address, and a port. Two are equal when they mean the same: names
/// without regard to case and a last dot, addresses in any notation. Immutable, thread-safe.
/// </summary>
public sealed record EgressEndpoint
{
    private const int NameMax = 253;

    private EgressEndpoint(string host, IPAddress? address, int port)
    {
        Host = host;
        Address = address;
        Port = port;
    }

    /// <summary>The name in lower case, or the address in its usual notation.</summary>
    public string Host { get; }

    /// <summary>The TCP port, from 1 to 65535.</summary>
    public int Port { get; }

    /// <summary>The address when the endpoint is named by one, else null.</summary>
    internal IPAddress? Address { get; }

    /// <summary>Reads <c>host:port</c>; an IPv6 address stands in brackets.</summary>
    /// <exception cref="FormatException">It is none; the message says why.</exception>
    public static EgressEndpoint Parse(string text) =>
        TryParse(text, out var endpoint) ? endpoint
            : throw new FormatException($"\"{text}\" is no network endpoint: write a host name or an address and a port, like db.example.org:5432 or [2001:db8::1]:443");

    /// <inheritdoc/>
    public override string ToString() =>
        Address is { AddressFamily: AddressFamily.InterNetworkV6 } ? $"[{Host}]:{Port}" : $"{Host}:{Port}";

    internal static bool TryParse(string text, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out EgressEndpoint? endpoint)
    {
        endpoint = null;
        var colon = text.LastIndexOf(':');
        if (colon < 1) return false;
        var host = text[..colon];
        var bracketed = host[0] == '[';
        if (bracketed != (host[^1] == ']') || bracketed != host.Contains(':', StringComparison.Ordinal)) return false;
        return int.TryParse(text.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var port)
            && TryCreate(bracketed ? host[1..^1] : host, port, out endpoint);
    }

    internal static bool TryCreate(string host, int port, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out EgressEndpoint? endpoint)
    {
        endpoint = null;
        if (port is < 1 or > ushort.MaxValue) return false;
        if (IPAddress.TryParse(host, out var address))
        {
            // A scope names one of this machine's interfaces: nothing that a plan can mean.
            if (host.Contains('%', StringComparison.Ordinal)) return false;
            endpoint = Of(address, port);
            return true;
        }

        var name = host.EndsWith('.') ? host[..^1] : host;
        if (!IsName(name)) return false;
        endpoint = new EgressEndpoint(name.ToLowerInvariant(), null, port);
        return true;
    }

    internal static EgressEndpoint Of(IPAddress address, int port)
    {
        var plain = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        return new EgressEndpoint(plain.ToString(), plain, port);
    }

    private static bool IsName(string name) =>
        name.Length is > 0 and <= NameMax
        && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.')
        && Array.TrueForAll(name.Split('.'), label => label.Length is > 0 and <= 63 && label[0] != '-' && label[^1] != '-');
}
