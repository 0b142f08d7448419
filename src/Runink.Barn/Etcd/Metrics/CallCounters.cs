using System.Collections.Frozen;
using Runink.Rpc;

namespace Runink.Barn;

/// <summary>How the calls of each method ended. Thread-safe.</summary>
internal sealed class CallCounters(IReadOnlyList<RpcService> services)
{
    private static readonly RpcCode[] Codes = Enum.GetValues<RpcCode>();

    private readonly FrozenDictionary<string, Method> _methods = services
        .SelectMany(service => service.Methods, (service, method) => new Method(service.Name, method))
        .ToFrozenDictionary(method => $"/{method.Service}/{method.Name}", StringComparer.Ordinal);

    public void Count(string path, RpcCode code)
    {
        if (_methods.TryGetValue(path, out var method)) Interlocked.Increment(ref method.Ended[(int)code]);
    }

    public void Write(MetricsText text)
    {
        const string Name = "grpc_server_handled_total";
        text.Head(Name, "Total number of RPCs completed on the server, regardless of success or failure.", "counter");
        foreach (var method in _methods.Values.OrderBy(method => method.Service).ThenBy(method => method.Name))
        {
            foreach (var code in Codes)
            {
                var count = Volatile.Read(ref method.Ended[(int)code]);
                // All for success, the rest once it happened: 17 codes for each method would be mostly zeros.
                if (count == 0 && code != RpcCode.Ok) continue;
                text.Sample(
                    Name, count, ("grpc_code", NameOf(code)), ("grpc_method", method.Name),
                    ("grpc_service", method.Service), ("grpc_type", method.Type));
            }
        }
    }

    private static string NameOf(RpcCode code) => code == RpcCode.Ok ? "OK" : code == RpcCode.Cancelled ? "Canceled" : code.ToString();

    private sealed class Method(string service, RpcMethod method)
    {
        public string Service => service;

        public string Name => method.Name;

        public string Type => (method.IsClientStreaming, method.IsServerStreaming) switch
        {
            (false, false) => "unary",
            (true, false) => "client_stream",
            (false, true) => "server_stream",
            _ => "bidi_stream",
        };

        public long[] Ended { get; } = new long[Codes.Length];
    }
}
