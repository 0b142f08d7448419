namespace Runink.Barn.Tests.Kv.Model;

/// <summary>A pair as the naive store keeps it.</summary>
public sealed record NaivePair(string Key, string Value, long Create, long Mod, long Version, long Lease);

/// <summary>One change: the pair since, or null when the key was deleted, and the pair before the revision.</summary>
public sealed record NaiveChange(long Revision, string Key, NaivePair? After, NaivePair? Before);

/// <summary>
/// The key-value store of etcd, told as simply as can be: a whole map for every revision. It shares no code and no structure
/// with the machine; tests compare the two.
/// </summary>
public sealed class NaiveStore
{
    private readonly SortedDictionary<long, SortedDictionary<string, NaivePair>> _revisions = new()
    {
        [1] = new(StringComparer.Ordinal),
    };

    private SortedDictionary<string, NaivePair>? _working;
    private List<NaiveChange> _changes = [];

    public long Revision { get; private set; } = 1;

    public long Floor { get; private set; } = -1;

    public SortedDictionary<long, long> Leases { get; } = [];

    public List<NaiveChange> History { get; } = [];

    public SortedDictionary<string, NaivePair> Now => _working ?? _revisions[Revision];

    public long WorkingRevision => _changes.Count > 0 ? Revision + 1 : Revision;

    public SortedDictionary<string, NaivePair> At(long revision) =>
        revision == WorkingRevision ? Now : _revisions[revision];

    public static bool Contains(string key, string end, string candidate) => end switch
    {
        "" => candidate == key,
        "\0" => string.CompareOrdinal(candidate, key) >= 0,
        _ => string.CompareOrdinal(candidate, key) >= 0 && string.CompareOrdinal(candidate, end) < 0,
    };

    public NaivePair? Put(string key, string value, long lease)
    {
        var working = Begin();
        var before = working.GetValueOrDefault(key);
        var revision = Revision + 1;
        working[key] = before is null
            ? new(key, value, revision, revision, 1, lease)
            : new(key, value, before.Create, revision, before.Version + 1, lease);
        _changes.Add(new(revision, key, working[key], _revisions[Revision].GetValueOrDefault(key)));
        return before;
    }

    public List<NaivePair> Delete(string key, string end)
    {
        List<NaivePair> found = [.. Now.Values.Where(pair => Contains(key, end, pair.Key))];
        if (found.Count > 0) Begin();
        foreach (var pair in found)
        {
            _working!.Remove(pair.Key);
            _changes.Add(new(Revision + 1, pair.Key, null, _revisions[Revision].GetValueOrDefault(pair.Key)));
        }
        return found;
    }

    public void Commit()
    {
        if (_working is null) return;
        if (_changes.Count > 0)
        {
            _revisions[++Revision] = _working;
            History.AddRange(_changes);
        }
        _working = null;
        _changes = [];
    }

    public string? Compact(long revision)
    {
        if (revision <= Floor) return "compacted";
        if (revision > Revision) return "future";
        Floor = revision;
        foreach (var old in _revisions.Keys.TakeWhile(r => r < revision).ToArray()) _revisions.Remove(old);
        return null;
    }

    private SortedDictionary<string, NaivePair> Begin() => _working ??= new(Now, StringComparer.Ordinal);
}
