using System.Reflection;
using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace Runink.Barn;

/// <summary><c>/version</c>: etcd's fields, by which tools choose what they may use, and the version of Runink itself.</summary>
internal static class VersionPage
{
    private static readonly byte[] Page = JsonSerializer.SerializeToUtf8Bytes(new Dictionary<string, string>
    {
        ["etcdserver"] = EtcdVersion.Server,
        ["etcdcluster"] = EtcdVersion.Cluster,
        ["runink"] = typeof(VersionPage).Assembly
            .GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "",
    });

    public static Task ServeAsync(HttpContext http)
    {
        http.Response.ContentType = "application/json";
        return http.Response.Body.WriteAsync(Page).AsTask();
    }
}
