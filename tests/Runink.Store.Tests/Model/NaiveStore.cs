using System.Collections.Immutable;

namespace Runink.Store.Tests.Model;

/// <summary>The store as a newcomer would write it: a copy of everything for every revision. Text keys, one thread.</summary>
internal sealed class NaiveStore
{
    private readonly SortedDictionary<long, (long TimeToLive, long ExpiresAt)> _leases = [];
    private long _lastLease;

    /// <summary>The entries at each revision; those before the first revision stay empty.</summary>
    public List<ImmutableSortedDictionary<string, Entry>> States { get; } = [None, None];

    public long Revision => States.Count - 1;

    public long CompactRevision { get; private set; }

    public IEnumerable<long> Leases => _leases.Keys;

    private static ImmutableSortedDictionary<string, Entry> None { get; } =
        ImmutableSortedDictionary.Create<string, Entry>(StringComparer.Ordinal);

    private ImmutableSortedDictionary<string, Entry> Now => States[^1];

    /// <summary>Ends what is due.</summary>
    public void Expire(long now)
    {
        var due = _leases.Where(lease => lease.Value.ExpiresAt <= now).OrderBy(lease => lease.Value.ExpiresAt);
        foreach (var lease in due.ToArray()) End(lease.Key);
    }

    public long Grant(long now, long timeToLive)
    {
        _leases[++_lastLease] = (timeToLive, now + timeToLive);
        return _lastLease;
    }

    public bool KeepAlive(long now, long lease)
    {
        if (!_leases.TryGetValue(lease, out var found)) return false;
        _leases[lease] = (found.TimeToLive, now + found.TimeToLive);
        return true;
    }

    public bool End(long lease)
    {
        if (!_leases.Remove(lease)) return false;
        var keys = Now.Where(entry => entry.Value.Lease == lease).Select(entry => entry.Key).ToArray();
        if (keys.Length > 0) States.Add(Now.RemoveRange(keys));
        return true;
    }

    public bool Compact(long revision)
    {
        if (revision <= CompactRevision || revision > Revision) return false;
        CompactRevision = revision;
        return true;
    }

    public bool Txn(string key, long expectedVersion, IReadOnlyList<(string Key, string? Value, long Lease)> changes)
    {
        if ((Now.TryGetValue(key, out var found) ? found.Version : 0) != expectedVersion) return false;
        var next = Now;
        foreach (var (changed, value, lease) in changes)
        {
            if (value is null) next = next.Remove(changed);
            else if (Now.TryGetValue(changed, out var old))
                next = next.SetItem(changed, new Entry(value, old.Created, Revision + 1, old.Version + 1, lease));
            else next = next.SetItem(changed, new Entry(value, Revision + 1, Revision + 1, 1, lease));
        }

        if (changes.Any(change => change.Value is not null || Now.ContainsKey(change.Key))) States.Add(next);
        return true;
    }

    /// <summary>What a revision changed, as text.</summary>
    public string Change(long revision)
    {
        var (before, after) = (States[(int)revision - 1], States[(int)revision]);
        var puts = after.Where(entry => entry.Value.Modified == revision).Select(entry => $"{entry.Key}={entry.Value}");
        var deletes = before.Keys.Where(key => !after.ContainsKey(key)).Select(key => $"-{key}");
        return string.Join(' ', puts.Concat(deletes).Order(StringComparer.Ordinal));
    }

    internal sealed record Entry(string Value, long Created, long Modified, long Version, long Lease)
    {
        public override string ToString() => $"{Value}/{Created}/{Modified}/{Version}/{Lease}";
    }
}
