using Runink.Barn.Tests.Kv.Watching;
using static Runink.Barn.Tests.Kv.Text;

namespace Runink.Barn.Tests.Kv.Model;

/// <summary>A watch with any options, whose events are compared with the history of the model.</summary>
public sealed class ModelWatch
{
    private readonly WatchBench _bench;
    private readonly NaiveStore _store;
    private readonly WatchRequest _request;
    private readonly Watcher _watcher;
    private readonly bool _compactedAtStart;
    private long _next;
    private bool _over;

    public ModelWatch(WatchBench bench, NaiveStore store, Random random)
    {
        (_bench, _store) = (bench, store);
        string[] keys = ["a", "b", "c", "f", "f/1"];
        var at = random.Next(keys.Length);
        _request = new(B(keys[at]), random.Next(3) switch { 0 => B(""), 1 => B("\0"), _ => B("g") })
        {
            StartRevision = random.Next(3) == 0 ? 0 : Math.Max(1, store.Revision + random.Next(-10, 4)),
            PrevKv = random.Next(2) == 0,
            NoPut = random.Next(4) == 0,
            NoDelete = random.Next(4) == 0,
        };
        _next = _request.StartRevision > 0 ? _request.StartRevision : store.Revision + 1;
        _compactedAtStart = _next < store.Floor;
        _watcher = bench.Watch(_request);
    }

    /// <summary>Pulls a batch; true when the watch is over.</summary>
    public bool PullSome(Random random)
    {
        var progress = _bench.Hub.ProgressRevision(_watcher);
        var batch = _bench.Hub.Pull(_watcher, random.Next(1, 30));
        if (batch.CompactRevision > 0)
        {
            Assert.True(_next < _store.Floor, "a watch is told of a compaction that did not reach it");
            Assert.True(batch.CompactRevision > _next && batch.CompactRevision <= _store.Floor);
            return _over = true;
        }
        Assert.False(_compactedAtStart, "a watch below the floor begins");
        Assert.DoesNotContain(batch.Events, e => e.Version.ModRevision <= progress);
        var through = batch.HasMore ? batch.Events[^1].Version.ModRevision : batch.View.Revision;
        Assert.Equal(Expected(through, batch.Events), batch.Events.Select(WatchBench.Tell));
        Assert.True(batch.HasMore || _bench.Hub.ProgressRevision(_watcher) == _bench.Hub.View.Revision);
        _next = Math.Max(_next, through + 1);
        return false;
    }

    public void PullAll()
    {
        var random = new Random(1);
        for (var i = 0; i < 10_000 && !_over; i++)
        {
            if (PullSome(random) || _next > _store.Revision) return;
        }
        Assert.True(_over, "the watch does not come to an end");
    }

    /// <summary>
    /// What the model says happened; of values before an event only those that the watch was given are compared.
    /// </summary>
    private IEnumerable<string> Expected(long through, IReadOnlyList<WatchEvent> given)
    {
        var at = 0;
        foreach (var change in _store.History.Where(change => change.Revision >= _next && change.Revision <= through))
        {
            if (!NaiveStore.Contains(S(_request.Key), S(_request.RangeEnd), change.Key)) continue;
            if (change.After is null ? _request.NoDelete : _request.NoPut) continue;
            var what = change.After is { } after
                ? $"+{after.Key}={after.Value}@{change.Revision}" : $"-{change.Key}@{change.Revision}";
            var isGiven = at < given.Count && given[at++].Previous is not null;
            var isDue = _request.PrevKv && change.Revision > _store.Floor;
            yield return change.Before is { } before && (isGiven || isDue) ? $"{what}({before.Value})" : what;
        }
    }
}
