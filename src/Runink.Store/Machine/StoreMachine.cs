namespace Runink.Store.Machine;

/// <summary>
/// The state of a store: keys with their versions, the history for watches, the leases. It changes only through
/// <see cref="Apply"/>, which knows no clock and no chance. Not thread-safe.
/// </summary>
internal sealed class StoreMachine
{
    /// <summary>The revision of an empty store.</summary>
    public const long FirstRevision = 1;

    private const int KeyOverhead = 128;

    private readonly KeySpace _keys = new();
    private readonly List<StoreChange> _history = [];

    /// <summary>An empty store.</summary>
    public StoreMachine()
    {
    }

    /// <summary>A store as it stood where it was compacted last; its entries are restored and its history applied next.</summary>
    public StoreMachine(long compactRevision, long lastLeaseId)
    {
        Revision = Math.Max(FirstRevision, compactRevision);
        CompactRevision = compactRevision;
        Leases.LastId = lastLeaseId;
    }

    /// <summary>The newest revision.</summary>
    public long Revision { get; private set; } = FirstRevision;

    /// <summary>The oldest revision that can be read, or 0 while nothing has been compacted.</summary>
    public long CompactRevision { get; private set; }

    /// <summary>The living leases.</summary>
    public LeaseTable Leases { get; } = new();

    /// <summary>What each revision after the compacted one changed, oldest first; every revision is there.</summary>
    public IReadOnlyList<StoreChange> History => _history;

    /// <summary>About how much memory the history takes.</summary>
    public long HistoryBytes { get; private set; }

    /// <summary>The newest entry of a key, or null.</summary>
    public KeyValue? Get(StoreKey key) => _keys.Get(key);

    /// <summary>The entries of a range at a readable revision, in order; evaluated while it is enumerated.</summary>
    public IEnumerable<KeyValue> Range(KeyRange range, long revision) => _keys.Range(range, revision);

    /// <summary>Adds an entry of the snapshot that this state starts from.</summary>
    public void Restore(KeyValue entry)
    {
        _keys.Add(entry);
        Leases.Bind(entry.Key, 0, entry.Lease);
    }

    /// <summary>Carries out a command that was decided on exactly this state.</summary>
    public void Apply(Command command)
    {
        switch (command)
        {
            case ChangeCommand change:
                Change(change.Mutations);
                break;
            case GrantLeaseCommand grant:
                Leases.Grant(grant.LeaseId, grant.TimeToLive, grant.ExpiresAt);
                break;
            case RenewLeaseCommand renew:
                Leases.Renew(renew.LeaseId, renew.ExpiresAt);
                break;
            case EndLeaseCommand end:
                var orphans = Leases.Keys(end.LeaseId).Select(key => new Mutation(ChangeKind.Delete, key)).ToArray();
                if (orphans.Length > 0) Change(orphans);
                Leases.End(end.LeaseId);
                break;
            case CompactCommand compact:
                Compact(compact.Revision);
                break;
            default:
                throw new InvalidOperationException($"unknown command {command.GetType().Name}");
        }
    }

    /// <summary>
    /// Collects changes of a range from a revision on, up to a number of them; moves the revision past what was looked at.
    /// </summary>
    public IReadOnlyList<StoreChange> Changes(KeyRange range, ref long from, int limit)
    {
        if (from <= CompactRevision) throw new StoreCompactedException(from, CompactRevision);
        from = Math.Max(from, FirstOfHistory);
        var found = new List<StoreChange>();
        for (; from <= Revision && found.Count < limit; from++)
        {
            var change = _history[(int)(from - FirstOfHistory)];
            var keys = change.Keys.Where(key => range.Contains(key.Entry.Key)).ToArray();
            if (keys.Length > 0) found.Add(keys.Length == change.Keys.Count ? change : change with { Keys = keys });
        }

        return found;
    }

    /// <summary>About how much memory a change takes.</summary>
    public static long Size(StoreChange change) =>
        change.Keys.Sum(key => KeyOverhead + key.Entry.Key.Bytes.Length + key.Entry.Value.Length);

    private long FirstOfHistory => Revision - _history.Count + 1;

    private void Change(IReadOnlyList<Mutation> mutations)
    {
        Revision++;
        var changes = new KeyChange[mutations.Count];
        for (var i = 0; i < changes.Length; i++) changes[i] = Change(mutations[i]);
        _history.Add(new StoreChange(Revision, changes));
        HistoryBytes += Size(_history[^1]);
    }

    private KeyChange Change(Mutation mutation)
    {
        var before = _keys.Get(mutation.Key);
        var entry = mutation.Over(before, Revision);
        _keys.Add(entry);
        Leases.Bind(mutation.Key, before?.Lease ?? 0, entry.Lease);
        return new KeyChange(mutation.Kind, entry);
    }

    private void Compact(long revision)
    {
        var dropped = (int)(revision - FirstOfHistory + 1);
        foreach (var change in _history.Take(dropped))
        {
            HistoryBytes -= Size(change);
            foreach (var key in change.Keys) _keys.Trim(key.Entry.Key, revision);
        }

        _history.RemoveRange(0, dropped);
        CompactRevision = revision;
    }
}
