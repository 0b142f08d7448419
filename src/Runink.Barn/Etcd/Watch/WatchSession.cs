using System.Threading.Channels;
using Runink.Rpc;
using WireRequest = Runink.Protocol.WatchRequest;

namespace Runink.Barn;

/// <summary>
/// The watches of one client's stream. Requests are carried out and events sent by one loop, so that a watch is announced before
/// its first event and ended after its last. Nothing is held for a client that does not read: the loop waits for it, and what it
/// has not seen stays in the log of revisions.
/// </summary>
internal sealed partial class WatchSession : IAsyncDisposable
{
    // An answer holds whole revisions of about so many bytes; as much is written between two flushes.
    private const int BatchBytes = 1 << 20;
    private const int RequestsAhead = 16;
    private const int ProtocolOverheadBytes = 512 * 1024;

    private readonly EtcdContext _context;
    private readonly BarnGroup _group;
    private readonly RpcStreamWriter<WatchReply> _output;
    private readonly Func<Caller> _identify;
    private readonly WatchHub _hub;
    private readonly WatchStream _stream;
    private readonly Dictionary<long, WatchEntry> _watches = [];
    private readonly Channel<WireRequest> _requests = Channel.CreateBounded<WireRequest>(RequestsAhead);
    private readonly Channel<bool> _wake = Channel.CreateBounded<bool>(1);
    private readonly int _fragmentBytes;
    private readonly CancellationTokenSource _closing = new();
    private ITimer? _timer;
    private int _progressIsDue;
    private int _progressAsked;
    private long _handedMax;

    /// <param name="context">The node.</param>
    /// <param name="group">The group whose changes are watched.</param>
    /// <param name="output">The client.</param>
    /// <param name="identify">Who watches; asked for every watch, since a token may have ended meanwhile.</param>
    public WatchSession(EtcdContext context, BarnGroup group, RpcStreamWriter<WatchReply> output, Func<Caller> identify)
    {
        (_context, _group, _output, _identify) = (context, group, output, identify);
        _hub = group.Watches;
        _stream = _hub.OpenStream(Wake);
        if (!group.IsSystem) _ = WakeAtEndAsync();
        _fragmentBytes = context.Node.Options.MaxRequestBytes + ProtocolOverheadBytes;
    }

    /// <summary>Hands in a request; waits while there are many that were not carried out.</summary>
    public async ValueTask PostAsync(WireRequest request, CancellationToken cancelled)
    {
        await _requests.Writer.WriteAsync(request, cancelled).ConfigureAwait(false);
        Wake();
    }

    /// <summary>Ends the stream with an error, or, without one, says that no more requests come; the watches go on.</summary>
    public void Complete(Exception? error)
    {
        _requests.Writer.TryComplete(error);
        Wake();
    }

    /// <summary>Serves until the client goes.</summary>
    /// <exception cref="OperationCanceledException">It has gone.</exception>
    /// <exception cref="RpcException">The group is no more, or it is known that this member holds another state than the others.</exception>
    public async Task RunAsync(CancellationToken cancelled)
    {
        while (true)
        {
            await _wake.Reader.ReadAsync(cancelled).ConfigureAwait(false);
            if (_group.Ended.IsCompleted) throw KvErrors.GroupNotFound.ToException();
            _context.ThrowIfCorrupt(_group);
            while (_requests.Reader.TryRead(out var request)) Handle(request);
            if (_requests.Reader.Completion.IsFaulted) await _requests.Reader.Completion.ConfigureAwait(false);
            await SendEventsAsync().ConfigureAwait(false);
            SendProgress();
            await _output.FlushAsync().ConfigureAwait(false);
        }
    }

    public async ValueTask DisposeAsync()
    {
        _stream.Close();
        _context.WatchBytes.Give(_watches.Values.Sum(entry => entry.Bytes));
        _watches.Clear();
        await _closing.CancelAsync().ConfigureAwait(false);
        _closing.Dispose();
        if (_timer is not null) await _timer.DisposeAsync().ConfigureAwait(false);
    }

    private ReplyHeader Header(long revision) => _context.Header(_group, revision);

    /// <summary>Nothing is published any more in a group that has ended.</summary>
    private async Task WakeAtEndAsync()
    {
        await _group.Ended.WaitAsync(_closing.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        Wake();
    }

    private void Wake() => _wake.Writer.TryWrite(true);

    private async ValueTask SendEventsAsync()
    {
        var unsent = 0L;
        foreach (var watcher in _stream.TakeWaiting())
        {
            if (!_watches.TryGetValue(watcher.Id, out var entry) || entry.Watcher != watcher) continue;
            unsent += SendEvents(entry);
            if (unsent < BatchBytes) continue;
            unsent = 0;
            await _output.FlushAsync().ConfigureAwait(false);
        }
    }

    /// <returns>About the bytes that were written.</returns>
    private long SendEvents(WatchEntry entry)
    {
        var batch = _hub.Pull(entry.Watcher, BatchBytes);
        var id = entry.Watcher.Id;
        if (batch.CompactRevision > 0)
        {
            End(id, new WatchReply(Header(batch.View.Revision), id) { CompactRevision = batch.CompactRevision });
            return 0;
        }

        if (batch.Events.Count == 0) return 0;
        if (entry.Check(batch.View.Auth) is { } denied)
        {
            End(id, new WatchReply(Header(batch.View.Revision), id) { CancelReason = Describe(denied) });
            return 0;
        }

        var events = batch.Events.ToArray();
        // How far this watch is now: a client may go on behind the revision of the header.
        var revision = batch.HasMore ? events[^1].Version.ModRevision : batch.View.Revision;
        var reply = new WatchReply(Header(revision), id) { Events = events };
        if (entry.CanFragment) WatchFragments.Write(_output, reply, _fragmentBytes);
        else _output.Write(reply);
        entry.HeardSince = true;
        _handedMax = Math.Max(_handedMax, revision);
        return WatchReplyWriter.Instance.Measure(reply);
    }

    private void End(long id, in WatchReply reply)
    {
        _stream.Cancel(id);
        if (_watches.Remove(id, out var entry)) _context.WatchBytes.Give(entry.Bytes);
        _output.Write(reply with { Canceled = true });
    }

    private static string Describe(KvError error) => $"rpc error: code = {error.Code} desc = {error.Message}";
}
