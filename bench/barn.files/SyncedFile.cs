using System.Buffers;
using System.Runtime.InteropServices;
using System.Threading.Tasks.Sources;

namespace Runink.Bench.Barn;

/// <summary>
/// What any durable answer costs, without a store: requests are appended to a file, all that wait with one write and one fdatasync by a
/// thread of its own, and are told on threads of the pool. Written over from its start when it is full; nobody reads it.
/// </summary>
internal sealed class SyncedFile : IDisposable
{
    private const int Bytes = 256 << 20;
    private const int Block = 1 << 20;
    private const int SmallestBatch = 16;
    private readonly object _gate = new();
    private readonly FileStream _file;
    private List<Waiting> _waiting = [];

    public SyncedFile(string path)
    {
        // Zeros are there before, so that a sync need not wait for the file system's journal.
        _file = new FileStream(path, FileMode.Create, FileAccess.ReadWrite, FileShare.None, bufferSize: 0);
        for (var written = 0; written < Bytes; written += Block) _file.Write(new byte[Block]);
        _file.Flush(flushToDisk: true);
        new Thread(Write) { IsBackground = true }.Start();
    }

    /// <summary>Completes when the request is durable.</summary>
    public ValueTask Append(in ReadOnlySequence<byte> request)
    {
        var waiting = new Waiting(request.ToArray());
        lock (_gate)
        {
            _waiting.Add(waiting);
            if (_waiting.Count == 1) Monitor.Pulse(_gate);
        }

        return new(waiting, waiting.Version);
    }

    public void Dispose() => _file.Dispose();

    private void Write()
    {
        var (buffer, at) = (new byte[Block], 0L);
        for (var taken = new List<Waiting>(); ; taken.Clear())
        {
            lock (_gate)
            {
                while (_waiting.Count == 0) Monitor.Wait(_gate);
                (taken, _waiting) = (_waiting, taken);
            }

            var length = 0;
            foreach (var one in taken)
            {
                one.Request.CopyTo(buffer.AsSpan(length));
                length += one.Request.Length;
            }

            if (at + length > Bytes) at = 0;
            RandomAccess.Write(_file.SafeFileHandle, buffer.AsSpan(0, length), at);
            at += length;
            if (SyncData(_file.SafeFileHandle) != 0) Environment.FailFast("fdatasync failed");
            Tell(taken);
        }
    }

    private static void Tell(List<Waiting> taken)
    {
        var size = Math.Max(SmallestBatch, (taken.Count + Environment.ProcessorCount - 1) / Environment.ProcessorCount);
        foreach (var batch in taken.Chunk(size))
            ThreadPool.UnsafeQueueUserWorkItem(static batch => { foreach (var one in batch) one.Tell(); }, batch, preferLocal: false);
    }

    [DllImport("libc", EntryPoint = "fdatasync", SetLastError = true)]
    private static extern int SyncData(SafeHandle file);

    private sealed class Waiting(byte[] request) : IValueTaskSource
    {
        private ManualResetValueTaskSourceCore<bool> _source;

        public byte[] Request => request;

        public short Version => _source.Version;

        public void Tell() => _source.SetResult(true);

        public void GetResult(short token) => _source.GetResult(token);

        public ValueTaskSourceStatus GetStatus(short token) => _source.GetStatus(token);

        public void OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
            _source.OnCompleted(continuation, state, token, flags);
    }
}
