using System.IO.Pipelines;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Runink.Rpc;

/// <summary>A request over HTTP/2, as ASP.NET sees requests. Not thread-safe.</summary>
internal sealed class Http2Request(RequestBody body) : IHttpRequestFeature, IRequestBodyPipeFeature
{
    private readonly Http2Headers _received = new();
    private Stream? _body;

    public string Protocol { get; set; } = HttpProtocol.Http2;

    public string Scheme { get; set; } = "";

    public string Method { get; set; } = "";

    public string PathBase { get; set; } = "";

    public string Path { get; set; } = "";

    public string QueryString { get; set; } = "";

    public string RawTarget { get; set; } = "";

    public IHeaderDictionary Headers { get; set; } = new Http2Headers();

    public Stream Body
    {
        get => _body ??= body.AsStream(leaveOpen: true);
        set => _body = value;
    }

    public PipeReader Reader => body;

    /// <summary>Bytes that the client said the body has; null: it did not say.</summary>
    public long? ContentLength { get; set; }

    /// <summary>Where headers are put as they come: none is left over from the last request.</summary>
    public Http2Headers Begin()
    {
        _received.Clear();
        _body = null;
        Headers = _received;
        PathBase = QueryString = "";
        ContentLength = null;
        return _received;
    }

    /// <summary>Takes apart the target of the request (RFC 9113, section 8.3.1).</summary>
    /// <returns>False: no such path can be meant.</returns>
    public bool TrySetTarget(string target)
    {
        RawTarget = target;
        var query = target.IndexOf('?', StringComparison.Ordinal);
        if (query >= 0) QueryString = target[query..];
        var path = target == "*" ? "" : query < 0 ? target : target[..query];
        // A slash that was escaped separates nothing, so it stays so.
        if (path.Contains('%', StringComparison.Ordinal))
            path = Uri.UnescapeDataString(path.Replace("%2F", "%252F", StringComparison.OrdinalIgnoreCase));
        Path = path.Contains("/.", StringComparison.Ordinal) ? WithoutDots(path) : path;
        return !path.Contains('\0', StringComparison.Ordinal);
    }

    /// <summary>Removes the segments that name the same place and the one above (RFC 3986, section 5.2.4).</summary>
    private static string WithoutDots(string path)
    {
        var kept = new List<string>();
        var segments = path.Split('/')[1..];
        for (var i = 0; i < segments.Length; i++)
        {
            var isDots = segments[i] is "." or "..";
            if (segments[i] == ".." && kept.Count > 0) kept.RemoveAt(kept.Count - 1);
            if (!isDots) kept.Add(segments[i]);
            else if (i == segments.Length - 1) kept.Add("");
        }

        return "/" + string.Join('/', kept);
    }
}
