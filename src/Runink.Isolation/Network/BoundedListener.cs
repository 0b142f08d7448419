using System.Net.Sockets;

namespace Runink.Isolation.Network;

/// <summary>Accepts connections, so many at once and no more, until it is disposed; then ends all and waits for them.</summary>
internal sealed class BoundedListener : IAsyncDisposable
{
    private static readonly TimeSpan PauseAfterFailure = TimeSpan.FromMilliseconds(100);

    private readonly Socket _listener;
    private readonly int _connectionsMax;
    private readonly SemaphoreSlim _places;
    private readonly Func<Socket, CancellationToken, Task> _serve;
    private readonly Action? _whenFull;
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _accepting;

    /// <param name="listener">Bound and listening; owned from now on.</param>
    /// <param name="connectionsMax">Connections at once.</param>
    /// <param name="serve">Serves one connection; it is closed afterwards. It has to end soon after the token is cancelled.</param>
    /// <param name="whenFull">Told when a connection was closed because there was no place.</param>
    public BoundedListener(Socket listener, int connectionsMax, Func<Socket, CancellationToken, Task> serve, Action? whenFull)
    {
        _listener = listener;
        _connectionsMax = connectionsMax;
        _places = new SemaphoreSlim(connectionsMax);
        _serve = serve;
        _whenFull = whenFull;
        _accepting = AcceptAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (_stop.IsCancellationRequested) return;
        await _stop.CancelAsync();
        await _accepting;
        _listener.Dispose();
        for (var i = 0; i < _connectionsMax; i++) await _places.WaitAsync();
        _places.Dispose();
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        // The constructor's caller does not wait for a client.
        await Task.Yield();
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                var connection = await _listener.AcceptAsync(_stop.Token);
                if (_places.Wait(0)) _ = ServeAsync(connection);
                else Refuse(connection);
            }
            catch (SocketException)
            {
                // Out of descriptors, or a client that was gone before it was accepted: others may fare better soon.
                await Task.Delay(PauseAfterFailure, _stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
            catch (OperationCanceledException)
            {
                return;
            }
        }
    }

    private void Refuse(Socket connection)
    {
        connection.Dispose();
        _whenFull?.Invoke();
    }

    private async Task ServeAsync(Socket connection)
    {
        try
        {
            using (connection) await _serve(connection, _stop.Token);
        }
        finally
        {
            _places.Release();
        }
    }
}
