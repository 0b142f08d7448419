using System.Threading.Channels;
using Runink.Rpc;

namespace Runink.Barn;

/// <summary>One watch by itself, for services that wait for something to happen. One caller at a time.</summary>
internal sealed class SingleWatch : IDisposable
{
    private const int BatchBytes = 1 << 20;

    private readonly Channel<bool> _wake = Channel.CreateBounded<bool>(1);
    private readonly CancellationTokenSource _closing = new();
    private readonly BarnGroup _group;
    private readonly WatchStream _stream;

    /// <exception cref="RpcException">The range holds no key.</exception>
    public SingleWatch(BarnGroup group, WatchRequest request)
    {
        _group = group;
        _stream = group.Watches.OpenStream(Wake);
        EtcdErrors.ThrowIfError(_stream.Watch(request).Error);
        if (!group.IsSystem) _ = WakeAtEndAsync();
    }

    /// <summary>The next events; at least one.</summary>
    /// <exception cref="RpcException">They were compacted, or the group is no more.</exception>
    public async ValueTask<IReadOnlyList<WatchEvent>> NextAsync(CancellationToken cancelled)
    {
        while (true)
        {
            if (_group.Ended.IsCompleted) throw KvErrors.GroupNotFound.ToException();
            foreach (var watcher in _stream.TakeWaiting())
            {
                var batch = _group.Watches.Pull(watcher, BatchBytes);
                if (batch.CompactRevision > 0) throw KvErrors.Compacted.ToException();
                if (batch.Events.Count > 0) return batch.Events;
            }

            await _wake.Reader.ReadAsync(cancelled).ConfigureAwait(false);
        }
    }

    public void Dispose()
    {
        _stream.Close();
        _closing.Cancel();
        _closing.Dispose();
    }

    /// <summary>Nothing is published any more in a group that has ended.</summary>
    private async Task WakeAtEndAsync()
    {
        await _group.Ended.WaitAsync(_closing.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        Wake();
    }

    private void Wake() => _wake.Writer.TryWrite(true);
}
