using System.Text;

namespace Runink.Isolation.Network;

/// <summary>HTTP's CONNECT method (RFC 9110, 9.3.6) and no other: bytes are passed on, requests are not.</summary>
internal sealed class HttpConnect : ProxyProtocol
{
    private const string Method = "CONNECT";
    private static readonly byte[] EndOfHead = "\r\n\r\n"u8.ToArray();

    public override async Task<EgressEndpoint> ReadRequestAsync(HandshakeReader reader, CancellationToken cancellationToken)
    {
        ReadOnlyMemory<byte> head;
        try
        {
            head = await reader.TakeThroughAsync(EndOfHead, cancellationToken);
        }
        catch (MalformedRequestException error)
        {
            throw Wrong("400 Bad Request", error.Message);
        }

        var line = Encoding.Latin1.GetString(head.Span[..head.Span.IndexOf((byte)'\r')]);
        var words = line.Split(' ');
        if (words.Length != 3 || words[2] is not ("HTTP/1.1" or "HTTP/1.0")) throw Wrong("400 Bad Request", "the first line is no request of HTTP/1");
        if (words[0] != Method)
            throw Wrong("405 Method Not Allowed", "only CONNECT is served: use https, or reach plain http through SOCKS5 (ALL_PROXY)");
        return EgressEndpoint.TryParse(words[1], out var endpoint)
            ? endpoint
            : throw Wrong("400 Bad Request", "what CONNECT names is not host:port");
    }

    public override ReadOnlyMemory<byte> Answer(EgressOutcome outcome, string reason) => outcome switch
    {
        EgressOutcome.Allowed => "HTTP/1.1 200 Connection established\r\n\r\n"u8.ToArray(),
        EgressOutcome.NotNamed or EgressOutcome.PrivateAddress => Encode("403 Forbidden", reason),
        _ => Encode("502 Bad Gateway", reason),
    };

    private static MalformedRequestException Wrong(string status, string message) => new(message, Encode(status, message));

    private static byte[] Encode(string status, string reason)
    {
        var body = $"runink: {reason}\n";
        return Encoding.ASCII.GetBytes(
            $"HTTP/1.1 {status}\r\nContent-Type: text/plain\r\nContent-Length: {body.Length}\r\nConnection: close\r\n\r\n{body}");
    }
}
