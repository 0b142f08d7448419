using Runink.Protocol;
using Runink.Rpc;
using WireRequest = Runink.Protocol.WatchRequest;

namespace Runink.Barn;

internal sealed partial class WatchSession
{
    private static readonly byte[] SmallestKey = [0];

    private void Handle(WireRequest request)
    {
        switch (request.RequestUnionCase)
        {
            case WireRequest.RequestUnionOneofCase.CreateRequest:
                Create(request.CreateRequest);
                break;
            case WireRequest.RequestUnionOneofCase.CancelRequest:
                Cancel(request.CancelRequest.WatchId);
                break;
            case WireRequest.RequestUnionOneofCase.ProgressRequest:
                _progressAsked++;
                break;
            default:
                // What a later version may ask for does not end the stream.
                break;
        }
    }

    private void Create(WatchCreateRequest request)
    {
        var view = _group.View;
        var key = request.Key.IsEmpty ? SmallestKey : request.Key.Memory;
        var (caller, denied) = Identify(view.Auth, key, request.RangeEnd.Memory);
        if (denied is not null)
        {
            Refuse(view, Describe(denied));
            return;
        }

        var bytes = WatchEntry.Overhead + key.Length + request.RangeEnd.Length;
        if (_watches.Count >= _context.Options.MaxWatchesPerStream || !_context.WatchBytes.TryTake(bytes))
        {
            Refuse(view, KvErrors.TooManyRequests.Message);
            return;
        }

        var (watcher, error) = _stream.Watch(new WatchRequest(key, request.RangeEnd.Memory)
        {
            WatchId = request.WatchId,
            // The revision behind the one of the header below, by which the client counts; not the one behind a newer view.
            StartRevision = request.StartRevision == 0 ? view.Revision + 1 : Math.Max(1, request.StartRevision),
            PrevKv = request.PrevKv,
            NoPut = request.Filters.Contains(WatchCreateRequest.Types.FilterType.Noput),
            NoDelete = request.Filters.Contains(WatchCreateRequest.Types.FilterType.Nodelete),
        });
        if (watcher is null)
        {
            _context.WatchBytes.Give(bytes);
            Refuse(view, error!.Message);
            return;
        }

        _watches[watcher.Id] = new WatchEntry(watcher, caller, request.ProgressNotify, request.Fragment) { Bytes = bytes };
        if (request.ProgressNotify) StartTimer();
        _output.Write(new WatchReply(Header(view.Revision), watcher.Id) { Created = true });
    }

    private (Caller Caller, KvError? Denied) Identify(KvAuth auth, ReadOnlyMemory<byte> key, ReadOnlyMemory<byte> rangeEnd)
    {
        // Another group than that of the platform knows no users, and who may use it was asked of the call.
        if (!auth.Enabled && _group.IsSystem) return default;
        try
        {
            var caller = _identify();
            return (caller, auth.CheckRead(caller.User, caller.AuthRevision, key.Span, rangeEnd.Span));
        }
        catch (RpcException)
        {
            return (default, KvErrors.InvalidAuthToken);
        }
    }

    private void Refuse(KvView view, string reason) => _output.Write(
        new WatchReply(Header(view.Revision), WatchReply.NoWatch) { Created = true, Canceled = true, CancelReason = reason });

    private void Cancel(long id)
    {
        if (_watches.ContainsKey(id)) End(id, new WatchReply(Header(_hub.View.Revision), id));
    }

    private void StartTimer()
    {
        var interval = _context.Options.WatchProgressInterval;
        // Not all at the same time when many clients came at the same time.
        var jittered = interval + (interval * (Random.Shared.NextDouble() / 10));
        _timer ??= _context.Time.CreateTimer(
            static session => ((WatchSession)session!).ProgressIsDue(), this, jittered, jittered);
    }

    private void ProgressIsDue()
    {
        Interlocked.Exchange(ref _progressIsDue, 1);
        Wake();
    }

    private void SendProgress()
    {
        if (Interlocked.Exchange(ref _progressIsDue, 0) == 1) SendDueProgress();
        if (_progressAsked > 0) SendAskedProgress();
    }

    /// <summary>To every watch that wants it and heard nothing for a whole interval.</summary>
    private void SendDueProgress()
    {
        foreach (var entry in _watches.Values)
        {
            if (!entry.WantsProgress) continue;
            if (!entry.HeardSince)
                _output.Write(new WatchReply(Header(_hub.ProgressRevision(entry.Watcher)), entry.Watcher.Id));
            entry.HeardSince = false;
        }
    }

    /// <summary>
    /// One notice is for all watches of the stream, so it names a revision up to which each of them was sent everything. It waits
    /// while one of them is behind what another was sent already.
    /// </summary>
    private void SendAskedProgress()
    {
        var revision = _watches.Count == 0 ? _hub.View.Revision : long.MaxValue;
        foreach (var entry in _watches.Values) revision = Math.Min(revision, _hub.ProgressRevision(entry.Watcher));
        if (revision < _handedMax) return;
        _handedMax = revision;
        for (; _progressAsked > 0; _progressAsked--) _output.Write(new WatchReply(Header(revision), WatchReply.NoWatch));
    }
}
