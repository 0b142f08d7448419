using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Runink.Rpc;

/// <summary>Serves the connections that speak HTTP/2. Thread-safe.</summary>
internal sealed class Http2Server(RpcApplication application, RpcServerOptions options)
{
    private static readonly Action<ILogger, Exception?> Failed =
        LoggerMessage.Define(LogLevel.Error, new EventId(1, "ServingFailed"), "serving HTTP/2 failed by an exception that nobody handled");

    private readonly ILogger _log = (options.LoggerFactory ?? NullLoggerFactory.Instance).CreateLogger("Runink.Rpc.Http2");

    /// <summary>Serves a connection to its end.</summary>
    public Task ServeAsync(ConnectionContext connection) => new Http2Connection(connection, application, options, Report).RunAsync();

    private void Report(Exception failure) => Failed(_log, failure);
}
