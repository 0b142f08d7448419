using Runink.Protocol;
using Runink.Rpc;
using Runink.Store;

namespace Runink.Barn.Client;

/// <summary>
/// One watch: a stream of its own, opened again from the first revision not yet reported whenever it breaks. Nothing is read
/// ahead of the reader but what HTTP/2 lets the server send, so a slow one holds back the server, not this process.
/// One reader at a time.
/// </summary>
internal sealed class Watch : IAsyncDisposable
{
    private readonly Cluster _cluster;
    private readonly WireRange _range;
    private readonly CancellationToken _caller;
    private readonly CancellationTokenSource _life;
    private readonly ChangeAssembler _changes;
    private readonly Attempts _attempts;
    private RpcClientCall<WatchRequest, WatchResponse>? _stream;
    private CancellationTokenSource? _streamLife;
    private RpcChannel _channel;
    private CallTerms? _terms;
    private CallTerms? _denied;

    public Watch(Cluster cluster, WireRange range, long fromRevision, CancellationToken caller)
    {
        _cluster = cluster;
        _range = range;
        _caller = caller;
        _life = CancellationTokenSource.CreateLinkedTokenSource(caller, cluster.Closed);
        _changes = new ChangeAssembler(fromRevision);
        _attempts = new Attempts(cluster, cluster.Options.WatchPatience);
        _channel = cluster.Endpoints.Current;
    }

    /// <summary>Waits for the next changes; at least one.</summary>
    public async ValueTask<IReadOnlyList<StoreChange>> NextAsync()
    {
        while (true)
        {
            try
            {
                var changes = Take(await ReadAsync());
                if (changes.Count > 0) return changes;
            }
            catch (RpcException failure)
            {
                await CloseAsync();
                try
                {
                    await _attempts.FailedAsync(_channel, _terms, failure, isRepeatable: true, _caller);
                }
                catch (RpcException refusal)
                {
                    throw StoreFailures.Of(_cluster.Endpoints, refusal);
                }
            }
            catch (OperationCanceledException) when (!_caller.IsCancellationRequested)
            {
                _cluster.ThrowIfClosed();
                throw;
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        await CloseAsync();
        _life.Dispose();
    }

    private async ValueTask<WatchResponse> ReadAsync()
    {
        if (_stream is null) return await OpenAsync();
        return await ReadAsync(_stream);
    }

    private static async ValueTask<WatchResponse> ReadAsync(RpcClientCall<WatchRequest, WatchResponse> stream) =>
        await stream.Responses.MoveNextAsync()
            ? stream.Responses.Current
            : throw new RpcException(RpcCode.Unavailable, "the server ended the watch");

    /// <summary>Opens a stream and reads the server's first word, which must not take longer than a call.</summary>
    private async ValueTask<WatchResponse> OpenAsync()
    {
        _channel = _cluster.Endpoints.Current;
        _terms = null;
        _terms = await _cluster.Credentials.GetAsync(_channel, _life.Token);
        _streamLife = CancellationTokenSource.CreateLinkedTokenSource(_life.Token);
        _streamLife.CancelAfter(_cluster.Options.CallTimeout);
        _stream = _channel.Open(EtcdMethods.Watch, _terms.Stream, _streamLife.Token);
        try
        {
            // From one revision earlier, which is left out of what is reported: so the server tells when the first one to report
            // is the compacted revision itself, of which deletions may be gone.
            await WatchStream.CreateAsync(_stream, _range, Math.Max(1, _changes.Next - 1), _streamLife.Token);
            var first = await ReadAsync(_stream);
            _streamLife.CancelAfter(Timeout.InfiniteTimeSpan);
            _streamLife.Token.ThrowIfCancellationRequested();
            return first;
        }
        catch (OperationCanceledException overdue) when (!_life.IsCancellationRequested)
        {
            throw new RpcException(RpcCode.DeadlineExceeded, $"no watch within {_cluster.Options.CallTimeout}", overdue);
        }
    }

    private IReadOnlyList<StoreChange> Take(WatchResponse response)
    {
        if (response.Canceled) throw Ended(response);
        _attempts.Succeeded();
        _denied = null;
        return _range.IsEmpty ? [] : _changes.Add(response);
    }

    private Exception Ended(WatchResponse response)
    {
        if (response.CompactRevision > 0) return new StoreCompactedException(_changes.Next, response.CompactRevision);

        // Servers put the status of a call in front of the message of a watch, or not; and some call a stale token a lack of
        // permission, so that is believed only of a new one.
        var reason = response.CancelReason;
        if (IsReason(reason, EtcdErrors.InvalidToken) || IsReason(reason, EtcdErrors.OldToken) || LacksToken(reason))
            return new RpcException(RpcCode.Unauthenticated, EtcdErrors.InvalidToken);
        if (IsReason(reason, EtcdErrors.PermissionDenied) && _cluster.Options.User is not null && _denied is null)
        {
            _denied = _terms;
            return new RpcException(RpcCode.Unauthenticated, EtcdErrors.InvalidToken);
        }

        if (IsReason(reason, EtcdErrors.PermissionDenied) || IsReason(reason, EtcdErrors.NoUser))
            return StoreFailures.Denied(reason, null);
        return new RpcException(RpcCode.Unavailable, $"the server cancelled the watch: {reason}");
    }

    /// <summary>Whether authentication was switched on since it was seen to be off.</summary>
    private bool LacksToken(string reason) =>
        IsReason(reason, EtcdErrors.NoUser) && _cluster.Options.User is not null && _terms is { HasToken: false };

    private static bool IsReason(string reason, string message) => reason.EndsWith(message, StringComparison.Ordinal);

    private async ValueTask CloseAsync()
    {
        _changes.DropIncomplete();
        if (_stream is not { } stream) return;
        _stream = null;
        await stream.DisposeAsync();
        _streamLife?.Dispose();
    }
}
