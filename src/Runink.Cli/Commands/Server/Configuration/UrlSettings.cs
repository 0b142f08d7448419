using System.Net;
using Runink.Barn;

namespace Runink.Cli.Commands.Server.Configuration;

/// <summary>Settings that are lists of URLs, in etcd's form: scheme, host and port, nothing else, separated by commas.</summary>
internal static class UrlSettings
{
    private const string Form = "must be a list of URLs such as https://10.0.0.1:2379, with http or https, a host, a port and nothing else";

    /// <summary>The URLs as they are given; none when one of them cannot be used, which is reported.</summary>
    public static IReadOnlyList<Uri> Read(SettingReader reader, ServerSetting setting)
    {
        var urls = new List<Uri>();
        foreach (var text in reader.Text(setting).Split(','))
        {
            if (Parse(text.Trim()) is { } url) urls.Add(url);
            else reader.Refuse(setting, Form);
        }

        return urls;
    }

    /// <summary>One URL, or null when it is not of the form.</summary>
    public static Uri? Parse(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var url)
        && url.Scheme is "http" or "https"
        && url is { Host.Length: > 0, UserInfo: "", Query: "", Fragment: "" }
        && text.TrimEnd('/').Equals($"{url.Scheme}://{url.Host}:{url.Port}", StringComparison.OrdinalIgnoreCase)
            ? url
            : null;

    /// <summary>The address to listen on that a URL names; null for the name of a host, which can be anybody's.</summary>
    public static IPAddress? AddressOf(Uri url)
    {
        if (url.Host == "localhost") return IPAddress.Loopback;
        return IPAddress.TryParse(url.Host.Trim('[', ']'), out var address) ? address : null;
    }

    /// <summary>The addresses to listen on that URLs name: IP addresses or localhost.</summary>
    public static IReadOnlyList<ListenAddress> ReadListeners(SettingReader reader, ServerSetting setting)
    {
        var addresses = new List<ListenAddress>();
        foreach (var url in Read(reader, setting))
        {
            if (AddressOf(url) is { } address) addresses.Add(new(new(address, url.Port), url.Scheme == "https"));
            else reader.Refuse(setting, "must name IP addresses or localhost to listen on, not other host names");
        }

        if (addresses.Distinct().Count() < addresses.Count) reader.Refuse(setting, "must not name an address twice");
        return addresses;
    }
}
