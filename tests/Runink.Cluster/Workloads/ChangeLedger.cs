namespace Runink.Cluster;

/// <summary>
/// Revisions that clients were told of, with their keys: what every watch must have heard. 40 bytes a revision or so, for a whole
/// run. For several threads.
/// </summary>
internal sealed class ChangeLedger
{
    private readonly Lock _lock = new();
    private readonly Dictionary<long, string> _acknowledged = [];

    public long Count
    {
        get
        {
            lock (_lock) return _acknowledged.Count;
        }
    }

    /// <summary>The newest revision that anybody was told of.</summary>
    public long Newest { get; private set; }

    public void Acknowledge(long revision, string key)
    {
        lock (_lock)
        {
            _acknowledged[revision] = key;
            Newest = Math.Max(Newest, revision);
        }
    }

    /// <summary>A change that was acknowledged and is not among those heard, or was heard of another key; null if there is none.</summary>
    public string? FindMissing(IReadOnlyDictionary<long, string> heard)
    {
        lock (_lock)
        {
            foreach (var (revision, key) in _acknowledged)
            {
                if (!heard.TryGetValue(revision, out var found)) return $"revision {revision} of {key} was acknowledged and never heard of";
                if (found != key) return $"revision {revision} was acknowledged for {key} and heard for {found}";
            }

            return null;
        }
    }
}
