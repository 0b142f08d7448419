using System.Buffers;
using System.IO.Pipelines;
using System.Security.Cryptography;
using Google.Protobuf;
using Runink.Protocol;
using Runink.Rpc;

namespace Runink.Barn;

/// <summary>
/// Sends the state to a client in pieces: filled up with zeros to a multiple of 512 bytes, and behind it the SHA-256 of all of it,
/// by which clients of etcd see that it is whole. The client sets the pace: what is written ahead of it is bounded, and so is the
/// number of clients at a time.
/// </summary>
internal sealed class SnapshotSender(EtcdContext context)
{
    private const int PieceBytes = 32 * 1024;
    private const int AheadBytes = 256 * 1024;
    private const int SendersMax = 4;
    private const int Alignment = 512;

    private int _senders;

    /// <exception cref="RpcException">There are too many already.</exception>
    public async ValueTask SendAsync(RpcStreamWriter<SnapshotResponse> responses, CancellationToken cancelled)
    {
        try
        {
            if (Interlocked.Increment(ref _senders) > SendersMax) throw KvErrors.TooManyRequests.ToException();
            using var content = context.Node.Photograph();
            var length = await Task.Run(() => Measure(content.View), cancelled).ConfigureAwait(false);
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
        using var counter = new SnapshotStream(pipe: null);
        WritePadded(view, counter);
        return counter.Length;
    }

    private static async Task SendAsync(
        KvView view, long length, RpcStreamWriter<SnapshotResponse> responses, CancellationToken cancelled)
    {
        var pipe = new Pipe(new PipeOptions(pauseWriterThreshold: AheadBytes, resumeWriterThreshold: AheadBytes / 2));
        var writing = Task.Run(() => Write(view, pipe.Writer), CancellationToken.None);
        using var sha = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        try
        {
            while (true)
            {
                var read = await pipe.Reader.ReadAtLeastAsync(PieceBytes, cancelled).ConfigureAwait(false);
                var piece = read.Buffer.Slice(0, Math.Min(PieceBytes, read.Buffer.Length)).ToArray();
                if (piece.Length == 0) break;
                sha.AppendData(piece);
                length -= piece.Length;
                await responses.WriteAsync(Response(piece, length)).ConfigureAwait(false);
                pipe.Reader.AdvanceTo(read.Buffer.GetPosition(piece.Length), read.Buffer.End);
            }
        }
        finally
        {
            // A writer that waits for room goes on, and ends, once nobody reads any more.
            await pipe.Reader.CompleteAsync().ConfigureAwait(false);
            await writing.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        await responses.WriteAsync(Response(sha.GetHashAndReset(), 0)).ConfigureAwait(false);
    }

    private static void Write(KvView view, PipeWriter writer)
    {
        Exception? failure = null;
        try
        {
            using var stream = new SnapshotStream(writer);
            WritePadded(view, stream);
        }
        catch (Exception e)
        {
            failure = e;
        }

        writer.Complete(failure);
    }

    private static void WritePadded(KvView view, SnapshotStream stream)
    {
        KvSnapshot.Write(view, stream);
        stream.Write(new byte[(Alignment - (int)(stream.Length % Alignment)) % Alignment]);
    }

    private static SnapshotResponse Response(byte[] piece, long left) => new()
    {
        Blob = UnsafeByteOperations.UnsafeWrap(piece),
        RemainingBytes = (ulong)left,
        Version = EtcdVersion.Server,
    };
}
