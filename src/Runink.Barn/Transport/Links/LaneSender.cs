using System.Diagnostics;
using Runink.Raft;
using Runink.Rpc;

namespace Runink.Barn;

/// <summary>
/// Sends what is in line for one lane of a peer, and opens the stream again whenever it is lost. <see cref="Send"/> and
/// <see cref="Flush"/> are for one thread, everything else is for any.
/// </summary>
internal sealed class LaneSender : IAsyncDisposable
{
    /// <summary>A stream that lived so long was a success, and its loss a first failure.</summary>
    private static readonly TimeSpan Settled = TimeSpan.FromSeconds(1);

    private readonly PeerLane _lane;
    private readonly LinkContext _context;
    private readonly PeerCounters _counters;
    private readonly PeerUrls _urls;
    private readonly LaneQueue _queue;
    private readonly LaneComplaints _complaints;
    private readonly OutgoingFrame _frame;
    private readonly LinkPace _pace = new();
    private readonly SemaphoreSlim _again = new(0);
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _running;
    private List<(Message Message, int Size)> _batch = [];
    private bool _hasNew;
    private bool _isFull;
    private volatile bool _isWaiting;

    public LaneSender(PeerLane lane, NodeId peer, PeerUrls urls, LinkContext context)
    {
        (_lane, _urls, _context) = (lane, urls, context);
        _counters = context.Traffic.Of(peer);
        _queue = new LaneQueue(context.Options.MaxQueuedMessages, context.Options.MaxQueuedBytes);
        _complaints = new LaneComplaints(lane, peer, context.Log);
        _frame = new OutgoingFrame(context.Options.Self, peer);
        _running = Task.Run(RunAsync);
    }

    private NodeId Peer => _frame.To;

    /// <summary>Puts a message in line.</summary>
    public void Send(Message message)
    {
        _hasNew = true;
        if (_queue.TryAdd(message, MessageCodec.Measure(message)))
        {
            _isFull = false;
            return;
        }

        _counters.Dropped(1);
        if (_isFull) return;
        _isFull = true;
        PeerLog.LaneFull(_context.Log, PeerLanes.Name(_lane), PeerLog.Name(Peer));
        // Never from within the owner's own call.
        ThreadPool.UnsafeQueueUserWorkItem(static self => self._context.Events.Unreachable(self.Peer), this, preferLocal: false);
    }

    /// <summary>Lets what is in line leave.</summary>
    public void Flush()
    {
        if (!_hasNew) return;
        _hasNew = false;
        _queue.Wake();
    }

    /// <summary>The next attempt may go better than the last, or the stream may lead to the wrong place.</summary>
    public void LookAgain()
    {
        if (_isWaiting) _again.Release();
        _queue.Wake();
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        _queue.Wake();
        await _running.ConfigureAwait(false);
        _stop.Dispose();
    }

    private async Task RunAsync()
    {
        var backoff = new Backoff(_context.Options.FirstRetry, _context.Options.LastRetry, Random.Shared);
        while (!_stop.IsCancellationRequested)
        {
            // Pieces are rare: their lane is opened when there is one.
            if (_lane == PeerLane.Snapshot) await _queue.WaitAsync().ConfigureAwait(false);
            if (_stop.IsCancellationRequested) return;
            var began = Stopwatch.GetTimestamp();
            var url = _urls.Current;
            var failure = await SendOverAsync(url).ConfigureAwait(false);
            if (_stop.IsCancellationRequested) return;
            DropAll();
            _counters.Lost(_lane);
            _context.Events.Unreachable(Peer);
            if (failure is null) continue;
            _complaints.Lost(url, failure);
            _urls.Failed(url);
            if (Stopwatch.GetElapsedTime(began) >= Settled) backoff.Reset();
            var wait = failure.Code == RpcCode.FailedPrecondition ? _context.Options.RefusedRetry : backoff.Next();
            await WaitAsync(wait).ConfigureAwait(false);
        }
    }

    /// <summary>Sends over one stream until it ends. Null: the peer is elsewhere now, or this is to stop.</summary>
    private async Task<RpcException?> SendOverAsync(Uri url)
    {
        try
        {
            var stream = await PeerStream.OpenAsync(url, _context.Options, Opening(), _queue.Wake).ConfigureAwait(false);
            await using (stream.ConfigureAwait(false))
            {
                _counters.Opened(_lane);
                _complaints.Opened(url);
                var written = Stopwatch.GetTimestamp();
                while (!stream.End.IsCompleted)
                {
                    if (_stop.IsCancellationRequested || !_urls.Contains(url)) return null;
                    while (_queue.TryTake(ref _batch)) written = await SendBatchAsync(stream, written).ConfigureAwait(false);
                    await _queue.WaitAsync().ConfigureAwait(false);
                }

                return await stream.End.ConfigureAwait(false);
            }
        }
        catch (Exception failure)
        {
            // Whatever it is (an address that is none, say), the lane lives on.
            return failure as RpcException ?? new RpcException(RpcCode.Internal, failure.Message, failure);
        }
    }

    private async ValueTask<long> SendBatchAsync(PeerStream stream, long written)
    {
        for (var next = 0; next < _batch.Count;)
        {
            next = Fill(next);
            if (_lane == PeerLane.Log && _pace.ShouldDeflate() && !_frame.TryDeflate()) _pace.DeflatedInVain();
            var began = Stopwatch.GetTimestamp();
            await stream.SendAsync(_frame).ConfigureAwait(false);
            var bytes = FrameWriter.Instance.Measure(_frame);
            _counters.Sent(_frame, bytes);
            var now = Stopwatch.GetTimestamp();
            _pace.Written(Stopwatch.GetElapsedTime(written, now), Stopwatch.GetElapsedTime(began, now), bytes);
            written = now;
        }

        _frame.Clear();
        _batch.Clear();
        return written;
    }

    /// <summary>Fills the frame from there on; returns where the next one begins.</summary>
    private int Fill(int next)
    {
        _frame.Clear();
        do
        {
            _frame.Add(_batch[next].Message, _batch[next].Size);
            next++;
        }
        while (next < _batch.Count && _frame.Messages.Count < OutgoingFrame.MaxMessages
            && _frame.PlainBytes + _batch[next].Size <= _context.Options.FrameBytes);
        return next;
    }

    private void DropAll()
    {
        // What a lost stream was sending, and what has gathered since.
        var dropped = _batch.Count;
        _batch.Clear();
        if (_queue.TryTake(ref _batch)) dropped += _batch.Count;
        _batch.Clear();
        _frame.Clear();
        if (dropped > 0) _counters.Dropped(dropped);
    }

    private PeerOpening Opening() => new(
        _context.Options.ClusterId, _context.Options.Self, Peer, PeerLanes.Name(_lane), _context.Options.Versions,
        _context.Options.Urls);

    private async Task WaitAsync(TimeSpan wait)
    {
        try
        {
            _isWaiting = true;
            await _again.WaitAsync(wait, _stop.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // The loop ends.
        }
        finally
        {
            _isWaiting = false;
        }
    }
}
