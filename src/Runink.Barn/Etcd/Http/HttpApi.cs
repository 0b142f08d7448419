using System.Collections.Frozen;
using Microsoft.AspNetCore.Http;

namespace Runink.Barn;

/// <summary>What the address serves besides gRPC: health, version, metrics and the JSON gateway.</summary>
internal sealed class HttpApi
{
    private readonly FrozenDictionary<string, Route> _routes;

    public HttpApi(IEnumerable<KeyValuePair<string, Route>> routes) => _routes = routes.ToFrozenDictionary(StringComparer.Ordinal);

    public Task ServeAsync(HttpContext http)
    {
        if (!_routes.TryGetValue(http.Request.Path.Value ?? "", out var route))
            return RefuseAsync(http, StatusCodes.Status404NotFound, "404 page not found");
        if (HttpMethods.Equals(http.Request.Method, route.Method)) return route.Handler(http);
        http.Response.Headers.Allow = route.Method;
        return RefuseAsync(http, StatusCodes.Status405MethodNotAllowed, "Method Not Allowed");
    }

    private static Task RefuseAsync(HttpContext http, int status, string text)
    {
        http.Response.StatusCode = status;
        http.Response.ContentType = "text/plain; charset=utf-8";
        return http.Response.WriteAsync(text + "\n");
    }

    /// <param name="Method">The one method that is allowed.</param>
    /// <param name="Handler">Answers.</param>
    internal sealed record Route(string Method, RequestDelegate Handler);
}
