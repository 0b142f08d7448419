using System.Buffers;
using System.Collections.Frozen;
using System.Globalization;

namespace Runink.Rpc;

/// <summary>Judges the fields of a request and puts them where handlers look for them (RFC 9113, sections 8.2 and 8.3).</summary>
internal static class RequestHead
{
    private static readonly SearchValues<char> NameCharacters = SearchValues.Create("!#$%&'*+-.^_`|~0123456789abcdefghijklmnopqrstuvwxyz");

    private static readonly SearchValues<char> NoValueCharacters = SearchValues.Create("\0\r\n");

    private static readonly FrozenSet<string> ConnectionNames =
        new[] { "connection", "proxy-connection", "keep-alive", "transfer-encoding", "upgrade" }.ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    /// <summary>False: the request is malformed, and its stream ends.</summary>
    public static bool TryRead(List<HeaderField> fields, Http2Request request)
    {
        if (fields.Count > Http2Limits.HeaderFields) return false;
        var headers = request.Begin();
        string? method = null, scheme = null, path = null, authority = null;
        foreach (var (name, value) in fields)
        {
            if (value.AsSpan().ContainsAny(NoValueCharacters)) return false;
            if (name.StartsWith(':'))
            {
                // They stand before all others, each once.
                if (headers.Count > 0 || !(name switch
                {
                    ":method" => IsFirst(ref method, value),
                    ":scheme" => IsFirst(ref scheme, value),
                    ":path" => IsFirst(ref path, value),
                    ":authority" => IsFirst(ref authority, value),
                    _ => false,
                })) return false;
            }
            else if (!IsHeader(name, value) || (name == "host" && headers.ContainsKey(name)))
            {
                return false;
            }
            else
            {
                headers.Receive(name, value);
            }
        }

        // Tunnels are not served, and are asked for by requests of another form (RFC 9113, section 8.5).
        if (string.IsNullOrEmpty(method) || method == "CONNECT" || string.IsNullOrEmpty(scheme) || path is null) return false;
        if (!path.StartsWith('/') && !(path == "*" && method == "OPTIONS")) return false;
        (request.Method, request.Scheme) = (method, scheme);
        if (!request.TrySetTarget(path)) return false;
        if (authority is not null) headers["host"] = authority;
        return TryReadLength(headers, request);
    }

    /// <summary>What may follow a body: fields that could not be missed, since nobody reads them.</summary>
    public static bool AreTrailers(List<HeaderField> fields)
    {
        foreach (var (name, value) in fields)
            if (!IsHeader(name, value) || value.AsSpan().ContainsAny(NoValueCharacters)) return false;
        return true;
    }

    /// <summary>Fields of HTTP/1.1 that speak of the connection.</summary>
    public static bool IsOfConnection(string name) => ConnectionNames.Contains(name);

    private static bool IsFirst(ref string? field, string value)
    {
        if (field is not null) return false;
        field = value;
        return true;
    }

    private static bool IsHeader(string name, string value)
    {
        if (name.Length == 0 || name.AsSpan().ContainsAnyExcept(NameCharacters)) return false;
        return name == "te" ? value == "trailers" : !IsOfConnection(name);
    }

    private static bool TryReadLength(Http2Headers headers, Http2Request request)
    {
        if (!headers.TryGetValue("content-length", out var text)) return true;
        if (!long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var length)) return false;
        request.ContentLength = length;
        return true;
    }
}
