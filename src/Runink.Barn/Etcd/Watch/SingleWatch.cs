using System.Threading.Channels;
using Runink.Rpc;

namespace Runink.Barn;

/// <summary>One watch by itself, for services that wait for something to happen. One caller at a time.</summary>
internal sealed class SingleWatch : IDisposable
{
    private const int BatchBytes = 1 << 20;

    private readonly Channel<bool> _wake = Channel.CreateBounded<bool>(1);
    private readonly WatchHub _hub;
    private readonly WatchStream _stream;

    /// <exception cref="RpcException">The range holds no key.</exception>
    public SingleWatch(WatchHub hub, WatchRequest request)
    {
        _hub = hub;
        _stream = hub.OpenStream(() => _wake.Writer.TryWrite(true));
        EtcdErrors.ThrowIfError(_stream.Watch(request).Error);
    }

    /// <summary>The next events; at least one.</summary>
    /// <exception cref="RpcException">They were compacted.</exception>
    public async ValueTask<IReadOnlyList<WatchEvent>> NextAsync(CancellationToken cancelled)
    {
        while (true)
        {
            foreach (var watcher in _stream.TakeWaiting())
            {
                var batch = _hub.Pull(watcher, BatchBytes);
                if (batch.CompactRevision > 0) throw KvErrors.Compacted.ToException();
                if (batch.Events.Count > 0) return batch.Events;
            }

            await _wake.Reader.ReadAsync(cancelled).ConfigureAwait(false);
        }
    }

    public void Dispose() => _stream.Close();
}
