namespace Runink.Barn;

/// <summary>Collects the events of one pull from the log of revisions.</summary>
internal sealed class WatchReader(Watcher watcher, KvView view)
{
    private readonly List<WatchEvent> _events = [];

    public IReadOnlyList<WatchEvent> Events => _events;

    /// <summary>More than 0 when a revision that was to be read is compacted.</summary>
    public long CompactRevision { get; private set; }

    /// <summary>Reads from a revision on and returns the one to go on with.</summary>
    public long Read(long from, int maxBytes)
    {
        var left = Math.Max(maxBytes, 1L);
        var revision = from;
        for (; revision <= view.Revision && left > 0; revision++)
        {
            var changes = view.Log[revision];
            for (var i = 0; i < changes.Count; i++)
            {
                if (watcher.Wants(changes[i])) left -= Add(changes[i], revision);
            }
        }
        // What a compaction passed can be read until it is swept; then what was read may lack something.
        if (from < view.CutBefore) CompactRevision = view.CutBefore;
        return revision;
    }

    private int Add(KeyVersion version, long revision)
    {
        var previous = watcher.PrevKv && revision > view.CompactRevision ? version.Older?.At(revision - 1) : null;
        _events.Add(new(version, previous));
        return version.KeyLength + version.ValueLength + (previous is null ? 0 : previous.KeyLength + previous.ValueLength);
    }
}
