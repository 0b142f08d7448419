using System.Buffers;
using System.Runtime.InteropServices;

namespace Runink.Rpc;

/// <summary>
/// The streams of a connection, from the first frame of a request until both sides are done (RFC 9113, section 5.1). A stream that was
/// reset counts as long as its handler runs, so that resetting does not get a client more handlers than it may have. All members are
/// called under the connection's lock, but for those that say otherwise.
/// </summary>
internal sealed class Http2Streams(Http2Connection connection, int maxStreams)
{
    private readonly Dictionary<int, Http2Stream> _open = [];
    private readonly Stack<Http2Stream> _kept = new();
    private readonly Queue<int> _resets = new();
    private readonly List<Http2Stream> _begun = [];
    private int _initialWindow = Http2Limits.InitialWindow;
    private int _lastTaken = int.MaxValue;
    private int _lastForgotten;
    private int _running;
    private long _touched;

    /// <summary>The newest stream that the client has opened.</summary>
    public int LastId { get; private set; }

    /// <summary>The newest stream that was not passed over.</summary>
    public int LastTakenId => Math.Min(LastId, _lastTaken);

    /// <summary>No stream is open and no handler runs.</summary>
    public bool IsIdle => _open.Count == 0 && _running == 0;

    /// <summary>Streams that are opened from now on are passed over: the client was told which was the last.</summary>
    public void StopTaking() => _lastTaken = LastId;

    /// <summary>Time has passed: the client may change all windows again.</summary>
    public void Beat() => _touched = 0;

    /// <summary>Takes the headers of a request, or those that follow its body.</summary>
    /// <param name="id">The stream.</param>
    /// <param name="fields">Null: there were more than fit.</param>
    /// <param name="isLast">The client sends nothing more on this stream.</param>
    public void TakeHeaders(int id, List<HeaderField>? fields, bool isLast)
    {
        if (_open.TryGetValue(id, out var stream)) TakeTrailers(stream, fields, isLast);
        else if (id > LastId) Open(id, fields, isLast);
        else RequireReset(id, "headers");
    }

    /// <summary>Takes a part of a body; its window was counted.</summary>
    /// <param name="id">The stream.</param>
    /// <param name="bytes">Without padding.</param>
    /// <param name="length">With padding.</param>
    /// <param name="isLast">The client sends nothing more on this stream.</param>
    public void TakeData(int id, in ReadOnlySequence<byte> bytes, int length, bool isLast)
    {
        if (!_open.TryGetValue(id, out var stream))
        {
            RequireReset(id, "data");
            connection.CreditNow(length);
            return;
        }

        stream.ReceiveWindow -= length;
        stream.Arrived += bytes.Length;
        var error = stream.IsRequestWhole ? Http2Error.StreamClosed
            : stream.ReceiveWindow < 0 ? Http2Error.FlowControl
            : stream.Request.ContentLength < stream.Arrived || (isLast && !stream.EndRequest()) ? Http2Error.Protocol
            : Http2Error.None;
        var isTaken = error == Http2Error.None && stream.RequestBody.Append(bytes, isLast);
        if (isTaken) stream.Received += bytes.Length;
        var passedOver = isTaken ? length - (int)bytes.Length : length;
        connection.CreditNow(passedOver);
        if (error != Http2Error.None) End(stream, error);
        else stream.Widen(passedOver);
    }

    /// <summary>The client gives a stream up.</summary>
    public void TakeReset(int id)
    {
        RequireKnown(id, "a reset");
        if (!_open.Remove(id, out var stream)) return;
        stream.Abort();
        Leave(stream);
    }

    public void TakeWindow(int id, int bytes)
    {
        RequireKnown(id, "a window");
        if (!_open.TryGetValue(id, out var stream)) return;
        if (bytes == 0) End(stream, Http2Error.Protocol);
        else if (bytes > (long)Http2Limits.MaxWindow - stream.SendWindow) End(stream, Http2Error.FlowControl);
        else Widen(stream, bytes);
    }

    /// <summary>Changes all windows by what the initial one is changed by (RFC 9113, section 6.9.2).</summary>
    public void TakeInitialWindow(int bytes)
    {
        var more = bytes - _initialWindow;
        if (more == 0) return;
        _touched += _open.Count;
        if (_touched > Http2Limits.WindowsChanged) throw new Http2ConnectionException(Http2Error.EnhanceYourCalm, "all windows are changed again and again");
        _initialWindow = bytes;
        foreach (var stream in _open.Values)
        {
            if ((long)stream.SendWindow + more > Http2Limits.MaxWindow)
                throw new Http2ConnectionException(Http2Error.FlowControl, "a window is larger than it may be");
            Widen(stream, more);
        }
    }

    /// <summary>Gives those that were opened since the last time to the pool. Not under the lock.</summary>
    public void BeginHandlers()
    {
        if (_begun.Count == 0) return;
        lock (connection.Gate) _begun.RemoveAll(IsOver);
        for (var start = 0; start < _begun.Count; start += Http2Limits.BeginsTogether)
        {
            var count = Math.Min(Http2Limits.BeginsTogether, _begun.Count - start);
            ThreadPool.UnsafeQueueUserWorkItem(new Beginning(CollectionsMarshal.AsSpan(_begun).Slice(start, count).ToArray()), preferLocal: false);
        }

        _begun.Clear();
    }

    /// <summary>A handler has returned. Not under the lock.</summary>
    public void Served(Http2Stream stream, bool hasFailed)
    {
        lock (connection.Gate)
        {
            _running--;
            stream.IsServed = stream.IsHeadReady = true;
            if (stream.IsReset)
            {
                stream.Drop();
                Leave(stream);
            }
            else if (hasFailed) End(stream, Http2Error.Internal);
            else connection.Sender.Enqueue(stream);
        }
    }

    /// <summary>The response has gone, to its end.</summary>
    public void Sent(Http2Stream stream)
    {
        _open.Remove(stream.Id);
        // What the client still sends is of no use to anybody (RFC 9113, section 8.1).
        if (!stream.IsRequestWhole) Refuse(stream.Id, Http2Error.None);
        Leave(stream);
        if (stream is { IsRequestWhole: true, ResponseBody.IsOwed: false } && _kept.Count < Http2Limits.KeptStreams) _kept.Push(stream);
    }

    /// <summary>Ends a stream before its time. Not under the lock.</summary>
    public void Reset(Http2Stream stream, Http2Error error)
    {
        lock (connection.Gate)
        {
            if (!stream.IsReset && _open.ContainsKey(stream.Id)) End(stream, error);
        }
    }

    /// <summary>The connection is over: all handlers are told.</summary>
    public void AbortAll()
    {
        foreach (var stream in _open.Values) stream.Abort();
        foreach (var stream in _open.Values.ToArray())
        {
            _open.Remove(stream.Id);
            Leave(stream);
        }
    }

    /// <summary>A stream that was reset before its handler began has none.</summary>
    private bool IsOver(Http2Stream stream)
    {
        if (!stream.IsReset)
        {
            stream.RequestBody.Begin();
            return false;
        }

        _running--;
        stream.IsServed = true;
        Leave(stream);
        return true;
    }

    private void Open(int id, List<HeaderField>? fields, bool isLast)
    {
        LastId = id;
        if (id > _lastTaken) return;
        if (Math.Max(_open.Count, _running) >= maxStreams)
        {
            Refuse(id, Http2Error.RefusedStream);
            return;
        }

        if (!_kept.TryPop(out var stream)) stream = new Http2Stream(connection);
        if (fields is null || !RequestHead.TryRead(fields, stream.Request))
        {
            _kept.Push(stream);
            Refuse(id, fields is null ? Http2Error.EnhanceYourCalm : Http2Error.Protocol);
            return;
        }

        stream.Open(id, _initialWindow);
        if (isLast && !stream.EndRequest())
        {
            _kept.Push(stream);
            Refuse(id, Http2Error.Protocol);
            return;
        }

        if (isLast) stream.RequestBody.Append(ReadOnlySequence<byte>.Empty, isLast: true);
        _open.Add(id, stream);
        _running++;
        _begun.Add(stream);
    }

    private void TakeTrailers(Http2Stream stream, List<HeaderField>? fields, bool isLast)
    {
        var error = stream.IsRequestWhole ? Http2Error.StreamClosed
            : fields is null ? Http2Error.EnhanceYourCalm
            : !isLast || !RequestHead.AreTrailers(fields) || !stream.EndRequest() ? Http2Error.Protocol
            : Http2Error.None;
        if (error == Http2Error.None) stream.RequestBody.Append(ReadOnlySequence<byte>.Empty, isLast: true);
        else End(stream, error);
    }

    private void Widen(Http2Stream stream, int bytes)
    {
        // One whose window was open waits for nothing, or for its turn.
        var wasShut = stream.SendWindow <= 0;
        stream.SendWindow += bytes;
        if (wasShut && stream.SendWindow > 0) connection.Sender.Enqueue(stream);
    }

    private void End(Http2Stream stream, Http2Error error)
    {
        _open.Remove(stream.Id);
        stream.Abort();
        Refuse(stream.Id, error);
        Leave(stream);
    }

    /// <summary>Tells the client that a stream is over. What it had sent before it heard that is passed over.</summary>
    private void Refuse(int id, Http2Error error)
    {
        connection.Sender.AddReset(id, error);
        if (_resets.Count == Http2Limits.RememberedResets) _lastForgotten = Math.Max(_lastForgotten, _resets.Dequeue());
        _resets.Enqueue(id);
    }

    /// <summary>Once both the stream and its handler are over, what was never read of the body goes back to the connection's window.</summary>
    private void Leave(Http2Stream stream)
    {
        if (!stream.IsServed) return;
        connection.CreditNow((int)(stream.Received - stream.Credited));
        if (IsIdle) connection.BecameIdle();
    }

    /// <summary>What comes for a stream that is over was sent before the client heard so, or by one that breaks the rules.</summary>
    private void RequireReset(int id, string what)
    {
        RequireKnown(id, what);
        if (id > _lastForgotten && id <= _lastTaken && !_resets.Contains(id))
            throw new Http2ConnectionException(Http2Error.StreamClosed, $"{what} for the stream {id}, which is closed");
    }

    private void RequireKnown(int id, string what)
    {
        if (id > LastId) throw new Http2ConnectionException(Http2Error.Protocol, $"{what} for the stream {id}, which is not open yet");
    }

    private sealed class Beginning(Http2Stream[] streams) : IThreadPoolWorkItem
    {
        public void Execute()
        {
            foreach (var stream in streams) stream.Serve();
        }
    }
}
