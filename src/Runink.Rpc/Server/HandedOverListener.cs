using System.Net;
using System.Threading.Channels;
using Microsoft.AspNetCore.Connections;

namespace Runink.Rpc;

/// <summary>Where connections arrive that another listener has accepted and found to speak HTTP/1.1.</summary>
internal sealed class HandedOverListener : IConnectionListenerFactory, IConnectionListenerFactorySelector, IConnectionListener
{
    private const int MaxWaiting = 64;

    private readonly Channel<HandedOverConnection> _waiting = Channel.CreateBounded<HandedOverConnection>(MaxWaiting);

    public EndPoint EndPoint => HandedOverEndPoint.Instance;

    public bool CanBind(EndPoint endpoint) => endpoint is HandedOverEndPoint;

    public ValueTask<IConnectionListener> BindAsync(EndPoint endpoint, CancellationToken cancellationToken = default) =>
        new(this);

    /// <summary>Gives the connection away and waits until it was served.</summary>
    public async Task ServeAsync(ConnectionContext connection)
    {
        var handedOver = new HandedOverConnection(connection);
        try
        {
            await _waiting.Writer.WriteAsync(handedOver, connection.ConnectionClosed).ConfigureAwait(false);
        }
        catch (Exception failure) when (failure is ChannelClosedException or OperationCanceledException)
        {
            return;
        }

        await handedOver.Served.ConfigureAwait(false);
    }

    public async ValueTask<ConnectionContext?> AcceptAsync(CancellationToken cancellationToken = default)
    {
        while (await _waiting.Reader.WaitToReadAsync(cancellationToken).ConfigureAwait(false))
            if (_waiting.Reader.TryRead(out var connection)) return connection;
        return null;
    }

    public ValueTask UnbindAsync(CancellationToken cancellationToken = default)
    {
        _waiting.Writer.TryComplete();
        return default;
    }

    public async ValueTask DisposeAsync()
    {
        _waiting.Writer.TryComplete();
        while (_waiting.Reader.TryRead(out var connection)) await connection.DisposeAsync().ConfigureAwait(false);
    }
}
