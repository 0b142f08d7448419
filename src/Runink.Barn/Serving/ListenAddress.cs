using System.Net;

namespace Runink.Barn;

/// <summary>An address that a server listens on.</summary>
/// <param name="EndPoint">Address and port; port 0 lets the operating system choose one.</param>
/// <param name="IsTls">Whether connections are encrypted.</param>
public sealed record ListenAddress(IPEndPoint EndPoint, bool IsTls)
{
    /// <summary>As a URL: <c>https://127.0.0.1:2379</c>.</summary>
    public override string ToString() => $"{(IsTls ? "https" : "http")}://{EndPoint}";
}
