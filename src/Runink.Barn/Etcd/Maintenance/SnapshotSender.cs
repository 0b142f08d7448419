using System.Security.Cryptography;
using Google.Protobuf;
using Runink.Protocol;
using Runink.Rpc;

namespace Runink.Barn;

/// <summary>
/// Sends the state to a client in pieces: filled up with zeros to a multiple of 512 bytes, and behind it the SHA-256 of all of it,
/// by which clients of etcd see that it is whole. The client sets the pace: what is written ahead of it is bounded, and so is the
/// number of clients at a time. No history is freed meanwhile, so a client that hardly takes anything is given up.
/// </summary>
/// <param name="time">Tells the pace.</param>
internal sealed class SnapshotSender(TimeProvider time)
{
    private const int SendersMax = 4;
    private const int Alignment = 512;
    private const long SlowestBytesPerSecond = 128 << 10;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private int _senders;

    /// <summary>Sends the state of a group.</summary>
    /// <exception cref="RpcException">There are too many already, or the client is too slow.</exception>
    public async ValueTask SendAsync(BarnGroup group, RpcStreamWriter<SnapshotResponse> responses, CancellationToken cancelled)
    {
        try
        {
            if (Interlocked.Increment(ref _senders) > SendersMax) throw KvErrors.TooManyRequests.ToException();
            using var content = group.Photograph();
            var length = 0L;
            await OnOwnThread(() => length = Measure(content.View), cancelled).ConfigureAwait(false);
            await SendAsync(content.View, length, responses, cancelled).ConfigureAwait(false);
        }
        finally
        {
            Interlocked.Decrement(ref _senders);
        }
    }

    /// <summary>Clients are told how much is left, so the state is gone through twice; it does not change.</summary>
    private static long Measure(KvView view)
    {
        using var counter = new SnapshotStream(pieces: null);
        WritePadded(view, counter);
        return counter.Written;
    }

    private async Task SendAsync(
        KvView view, long length, RpcStreamWriter<SnapshotResponse> responses, CancellationToken cancelled)
    {
        var pieces = new SnapshotPieces();
        var writing = OnOwnThread(() => Write(view, pieces), CancellationToken.None);
        using var sha = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var (started, sent) = (time.GetTimestamp(), 0L);
        try
        {
            await foreach (var piece in pieces.ReadAsync(cancelled).ConfigureAwait(false))
            {
                sha.AppendData(piece.Span);
                length -= piece.Length;
                sent += piece.Length;
                // A message is encoded before this first waits.
                await TakenAsync(responses.WriteAsync(Response(piece, length)), started, sent).ConfigureAwait(false);
            }
        }
        finally
        {
            await writing.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        await TakenAsync(responses.WriteAsync(Response(sha.GetHashAndReset(), 0)), started, sent).ConfigureAwait(false);
    }

    /// <summary>Waits until the client takes what was written, if it is not too slow: with this piece, or with all so far.</summary>
    private async Task TakenAsync(ValueTask written, long started, long sent)
    {
        var left = Patience + TimeSpan.FromSeconds((double)sent / SlowestBytesPerSecond) - time.GetElapsedTime(started);
        try
        {
            await written.AsTask().WaitAsync(TimeSpan.FromTicks(Math.Clamp(left.Ticks, 0, Patience.Ticks)), time).ConfigureAwait(false);
        }
        catch (TimeoutException e)
        {
            throw new RpcException(RpcCode.DeadlineExceeded, "the snapshot is taken too slowly", e);
        }
    }

    /// <summary>
    /// Going through a large state takes seconds, and waits for the client: a thread of the pool would be missed by all other requests.
    /// </summary>
    private static Task OnOwnThread(Action work, CancellationToken cancelled) =>
        Task.Factory.StartNew(work, cancelled, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    private static void Write(KvView view, SnapshotPieces pieces)
    {
        Exception? failure = null;
        try
        {
            using var stream = new SnapshotStream(pieces);
            WritePadded(view, stream);
        }
        catch (Exception e)
        {
            failure = e;
        }

        pieces.Complete(failure);
    }

    private static void WritePadded(KvView view, SnapshotStream stream)
    {
        KvSnapshot.Write(view, stream);
        stream.Write(new byte[(Alignment - (int)(stream.Written % Alignment)) % Alignment]);
    }

    private static SnapshotResponse Response(ReadOnlyMemory<byte> piece, long left) => new()
    {
        Blob = UnsafeByteOperations.UnsafeWrap(piece),
        RemainingBytes = (ulong)left,
        Version = EtcdVersion.Server,
    };
}
