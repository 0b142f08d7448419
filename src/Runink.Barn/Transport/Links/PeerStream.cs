using Runink.Protocol.PeerV1;
using Runink.Rpc;

namespace Runink.Barn;

/// <summary>One stream of frames to a peer, on a connection of its own. Used by one at a time.</summary>
internal sealed class PeerStream : IAsyncDisposable
{
    private readonly RpcChannel _channel;
    private readonly RpcClientCall<OutgoingFrame, StreamEnd> _call;
    private readonly PeerOptions _options;

    private PeerStream(Uri url, PeerOptions options, PeerOpening opening, Action ended)
    {
        _options = options;
        _channel = new RpcChannel(PeerChannel.Options(url, options));
        _call = _channel.Open(PeerMethods.Stream, new RpcCallOptions { Headers = opening.ToMetadata() });
        End = EndAsync();
        _ = TellAsync(End, ended);
    }

    /// <summary>Why the stream has ended, once it has; it never fails.</summary>
    public Task<RpcException> End { get; }

    /// <summary>Connects and says who speaks; whether the peer agrees is seen by the stream's not ending.</summary>
    /// <param name="url">Where to.</param>
    /// <param name="options">How to connect, and for how long to wait.</param>
    /// <param name="opening">What to say first.</param>
    /// <param name="ended">Called once when the stream has ended, on any thread.</param>
    /// <exception cref="RpcException">There is no connection.</exception>
    public static async Task<PeerStream> OpenAsync(Uri url, PeerOptions options, PeerOpening opening, Action ended)
    {
        var stream = new PeerStream(url, options, opening, ended);
        try
        {
            await stream.FlushAsync().ConfigureAwait(false);
            return stream;
        }
        catch
        {
            await stream.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Sends a frame; waits while the peer's flow control or the network holds it back.</summary>
    /// <exception cref="RpcException">The stream is lost, or took nothing for too long.</exception>
    public ValueTask SendAsync(OutgoingFrame frame)
    {
        _call.Requests.Write(frame);
        return FlushAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _call.DisposeAsync().ConfigureAwait(false);
        _channel.Dispose();
        await End.ConfigureAwait(false);
    }

    private async ValueTask FlushAsync()
    {
        try
        {
            var flush = _call.Requests.FlushAsync();
            if (flush.IsCompletedSuccessfully) return;
            await flush.AsTask().WaitAsync(_options.WriteTimeout).ConfigureAwait(false);
        }
        catch (TimeoutException failure)
        {
            throw new RpcException(RpcCode.Unavailable, $"nothing was taken for {_options.WriteTimeout.TotalSeconds} s", failure);
        }
        catch (Exception failure) when (failure is OperationCanceledException or RpcException)
        {
            // The writer may only know that it is over; the response knows why.
            throw await End.ConfigureAwait(false);
        }
    }

    private static async Task TellAsync(Task end, Action ended)
    {
        await end.ConfigureAwait(false);
        ended();
    }

    private async Task<RpcException> EndAsync()
    {
        try
        {
            await _call.ResponseAsync().ConfigureAwait(false);
            return new RpcException(RpcCode.Unavailable, "the peer has ended the stream");
        }
        catch (RpcException failure)
        {
            return failure;
        }
        catch (Exception failure) when (failure is OperationCanceledException or ObjectDisposedException)
        {
            return new RpcException(RpcCode.Cancelled, "the stream was closed", failure);
        }
    }
}
