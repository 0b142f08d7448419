namespace Runink.Rpc;

/// <summary>The entries that both ends know without a word (RFC 7541, appendix A); that of index 1 comes first.</summary>
internal static class HpackStaticTable
{
    /// <summary>The index of the first <c>:status</c>.</summary>
    public const int Status = 8;

    private static readonly HeaderField[] All =
    [
        Named(":authority"), new(":method", "GET"), new(":method", "POST"), new(":path", "/"), new(":path", "/index.html"),
        new(":scheme", "http"), new(":scheme", "https"), new(":status", "200"), new(":status", "204"), new(":status", "206"),
        new(":status", "304"), new(":status", "400"), new(":status", "404"), new(":status", "500"), Named("accept-charset"),
        new("accept-encoding", "gzip, deflate"), Named("accept-language"), Named("accept-ranges"), Named("accept"),
        Named("access-control-allow-origin"), Named("age"), Named("allow"), Named("authorization"), Named("cache-control"),
        Named("content-disposition"), Named("content-encoding"), Named("content-language"), Named("content-length"),
        Named("content-location"), Named("content-range"), Named("content-type"), Named("cookie"), Named("date"), Named("etag"),
        Named("expect"), Named("expires"), Named("from"), Named("host"), Named("if-match"), Named("if-modified-since"),
        Named("if-none-match"), Named("if-range"), Named("if-unmodified-since"), Named("last-modified"), Named("link"),
        Named("location"), Named("max-forwards"), Named("proxy-authenticate"), Named("proxy-authorization"), Named("range"),
        Named("referer"), Named("refresh"), Named("retry-after"), Named("server"), Named("set-cookie"),
        Named("strict-transport-security"), Named("transfer-encoding"), Named("user-agent"), Named("vary"), Named("via"),
        Named("www-authenticate"),
    ];

    public static ReadOnlySpan<HeaderField> Entries => All;

    private static HeaderField Named(string name) => new(name, "");
}
