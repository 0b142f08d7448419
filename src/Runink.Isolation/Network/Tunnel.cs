using System.Buffers;
using System.Net.Sockets;

namespace Runink.Isolation.Network;

/// <summary>
/// Passes bytes both ways between two sockets until both directions have ended, one has failed, or nothing has moved for the
/// idle time. The end of one direction is passed on (half-close) and leaves the other open. Memory: one buffer a direction.
/// </summary>
internal sealed class Tunnel(Socket near, Socket far, TimeSpan idle, TimeProvider time)
{
    private const int BufferSize = 64 * 1024;
    private long _sent;
    private long _received;

    /// <summary>Bytes from near to far.</summary>
    public long Sent => Volatile.Read(ref _sent);

    /// <summary>Bytes from far to near.</summary>
    public long Received => Volatile.Read(ref _received);

    /// <param name="early">Bytes that came from near already.</param>
    /// <param name="stop">Ends it at once.</param>
    /// <returns>How it ended, for people.</returns>
    public async Task<string> RunAsync(ReadOnlyMemory<byte> early, CancellationToken stop)
    {
        using var still = new CancellationTokenSource(idle, time);
        using var broken = new CancellationTokenSource();
        using var end = CancellationTokenSource.CreateLinkedTokenSource(stop, still.Token, broken.Token);
        try
        {
            if (early.Length > 0)
            {
                await far.SendAsync(early, SocketFlags.None, end.Token);
                _sent = early.Length;
            }

            await Task.WhenAll(
                OrBreak(PumpAsync(near, far, count => Interlocked.Add(ref _sent, count), still, end.Token), broken),
                OrBreak(PumpAsync(far, near, count => Interlocked.Add(ref _received, count), still, end.Token), broken));
            return "closed";
        }
        catch (Exception error) when (error is SocketException or OperationCanceledException)
        {
            if (stop.IsCancellationRequested) return "stopped with the slice";
            return still.IsCancellationRequested ? $"idle for {idle.TotalSeconds} s" : "broken off";
        }
    }

    private async Task PumpAsync(Socket from, Socket to, Action<int> count, CancellationTokenSource still, CancellationToken end)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(BufferSize);
        try
        {
            while (true)
            {
                var length = await from.ReceiveAsync(buffer, SocketFlags.None, end);
                if (length == 0) break;
                await to.SendAsync(buffer.AsMemory(0, length), SocketFlags.None, end);
                count(length);
                still.CancelAfter(idle);
            }

            to.Shutdown(SocketShutdown.Send);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    // A failure of one direction ends the other one too: nobody would read its bytes.
    private static async Task OrBreak(Task direction, CancellationTokenSource broken)
    {
        try
        {
            await direction;
        }
        catch
        {
            await broken.CancelAsync();
            throw;
        }
    }
}
