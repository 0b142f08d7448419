using System.Net;
using System.Net.Http.Headers;

namespace Runink.Rpc.Fixtures;

/// <summary>A call made of its bytes by a plain HTTP client, to see the answer as it travels.</summary>
internal static class RawCall
{
    private static readonly HttpClient Http =
        new() { DefaultRequestVersion = HttpVersion.Version20, DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact };

    public static async Task<RawAnswer> SendAsync(
        TestServer server, string path, byte[] body, Action<HttpRequestMessage>? change = null)
    {
        using var request =
            new HttpRequestMessage(HttpMethod.Post, new Uri(server.Address(), path)) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/grpc");
        change?.Invoke(request);
        request.Version = HttpVersion.Version20;
        request.VersionPolicy = HttpVersionPolicy.RequestVersionExact;
        using var response = await Http.SendAsync(request, TestContext.Current.CancellationToken);
        var bytes = await response.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken);
        return new RawAnswer((int)response.StatusCode, bytes, Texts(response.Headers.Concat(response.Content.Headers)), Texts(response.TrailingHeaders));
    }

    private static Dictionary<string, string> Texts(IEnumerable<KeyValuePair<string, IEnumerable<string>>> headers) =>
        headers.ToDictionary(header => header.Key.ToLowerInvariant(), header => string.Join(',', header.Value), StringComparer.Ordinal);

    /// <summary>A message in its frame.</summary>
    public static byte[] Frame(params byte[] message) => [0, 0, 0, (byte)(message.Length >> 8), (byte)message.Length, .. message];
}

/// <summary>The answer to a raw call.</summary>
internal sealed record RawAnswer(
    int HttpStatus, byte[] Body, Dictionary<string, string> Headers, Dictionary<string, string> Trailers)
{
    /// <summary>Where the status stands: in the trailers, or alone in the headers.</summary>
    public string Status => Trailers.TryGetValue("grpc-status", out var late) ? $"{late} {Trailers.GetValueOrDefault("grpc-message")}"
        : $"{Headers.GetValueOrDefault("grpc-status")} {Headers.GetValueOrDefault("grpc-message")}";
}
