using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace Runink.Rpc;

/// <summary>Serves gRPC, and whatever else the owner serves on the same addresses. Thread-safe.</summary>
public sealed class RpcServer : IAsyncDisposable
{
    private readonly RpcServerOptions _options;
    private readonly RpcApplication _application;
    private readonly Http2Server _http2;
    private readonly WebApplication _host;
    private readonly IServer _http;
    private readonly List<ListenOptions> _bound = [];
    private int _isStopped;

    /// <summary>Makes a server that does not listen yet.</summary>
    /// <param name="options">What it serves, and where.</param>
    public RpcServer(RpcServerOptions options)
    {
        var twice =
            options.Services.GroupBy(service => service.Name, StringComparer.Ordinal).FirstOrDefault(group => group.Count() > 1);
        if (twice is not null) throw new ArgumentException($"the service {twice.Key} is given twice", nameof(options));
        _options = options;
        _application = new RpcApplication(options);
        _http2 = new Http2Server(_application, options);
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(Configure);
        builder.Services.AddSingleton(options.LoggerFactory ?? NullLoggerFactory.Instance);
        _host = builder.Build();
        _http = _host.Services.GetRequiredService<IServer>();
    }

    /// <summary>
    /// Where the server listens, in the order of the options, with the ports it was given; empty before it was started.
    /// </summary>
    public IReadOnlyList<EndPoint> EndPoints { get; private set; } = [];

    /// <summary>Listens. <see cref="IOException"/> if an address is taken or not of this machine.</summary>
    public async Task StartAsync(CancellationToken cancellationToken = default)
    {
        await _http.StartAsync(_application, cancellationToken).ConfigureAwait(false);
        EndPoints = [.. _bound.Select(listener => listener.EndPoint)];
    }

    /// <summary>
    /// Takes no more connections and calls, tells clients so (GOAWAY), waits for the calls under way as long as
    /// <see cref="RpcServerOptions.DrainTime"/> allows, and cuts off the rest.
    /// </summary>
    public async Task StopAsync()
    {
        if (Interlocked.Exchange(ref _isStopped, 1) != 0) return;
        using var drained = new CancellationTokenSource(_options.DrainTime);
        await _http.StopAsync(drained.Token).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await StopAsync().ConfigureAwait(false);
        await _host.DisposeAsync().ConfigureAwait(false);
    }

    private void Configure(KestrelServerOptions kestrel)
    {
        kestrel.AddServerHeader = false;
        kestrel.Limits.MaxConcurrentConnections = _options.MaxConnections;
        kestrel.Limits.MaxConcurrentUpgradedConnections = 0;
        // Calls have bounds of their own, by message; streams may be silent as long as they like.
        kestrel.Limits.MaxRequestBodySize = null;
        kestrel.Limits.MinRequestBodyDataRate = null;
        kestrel.Limits.MinResponseDataRate = null;
        kestrel.Limits.KeepAliveTimeout = _options.IdleTimeout;
        foreach (var listener in _options.Listeners) kestrel.Listen(listener.EndPoint, http => Configure(http, listener.Tls));
    }

    private void Configure(ListenOptions http, RpcServerTls? tls)
    {
        _bound.Add(http);
        if (tls is not null) http.UseHttps(RpcTlsHandshake.Options(tls));
        // What begins as HTTP/2 does is served here, the rest by Kestrel.
        http.Protocols = HttpProtocols.Http1;
        http.Use(next => connection => PrefaceSniffer.RouteAsync(connection, _http2.ServeAsync, next));
    }
}
