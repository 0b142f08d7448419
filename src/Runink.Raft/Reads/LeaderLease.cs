namespace Runink.Raft;

/// <summary>
/// The leader's right to serve reads without asking: for a while after it made an entry of its term that is committed since, no
/// other leader can have committed anything, because a new one waits that long after it last received an entry. The log is the
/// lease (LeaseGuard, arXiv 2512.15659); here each node measures with its own monotonic clock, so only the drift of clocks
/// matters.
/// </summary>
internal sealed class LeaderLease(RaftOptions options)
{
    private const int MaxMarks = 1024;

    private List<(LogIndex Through, MonotonicTime Created)> _marks = [];
    private (LogIndex Through, MonotonicTime Created)? _newest;
    private LogIndex _released;

    private bool IsOff => options.LeaseNanoseconds == 0 || !options.ReadsByLease;

    /// <summary>Until when reads may be served; null when not at all.</summary>
    public MonotonicTime? End =>
        _newest is { } newest && newest.Through > _released ? newest.Created + options.LeaseNanoseconds : null;

    /// <summary>Whether a read may be served at this reading of the clock, taken after the read came in.</summary>
    public bool Holds(MonotonicTime now) => End is { } end && now < end;

    /// <summary>
    /// Whether an entry should be made only to prolong the lease: less than half of it is left, and none is on its way.
    /// </summary>
    public bool WantsRenewal(MonotonicTime now) =>
        !IsOff && _marks.Count == 0 && !(End is { } end && end - now > options.LeaseNanoseconds / 2);

    /// <summary>An entry was made.</summary>
    public void Created(LogIndex index, MonotonicTime now)
    {
        if (IsOff) return;
        if (_marks.Count > 0 && (_marks[^1].Created == now || _marks.Count == MaxMarks))
        {
            // With too many marks the entry is taken for older than it is: the lease is then shorter than it might be.
            _marks[^1] = (index, _marks[^1].Created);
            return;
        }

        _marks.Add((index, now));
    }

    /// <summary>Entries are committed.</summary>
    public void Committed(LogIndex through)
    {
        var committed = _marks.FindLastIndex(mark => mark.Through <= through);
        if (committed < 0) return;
        _newest = _marks[committed];
        _marks.RemoveRange(0, committed + 1);
    }

    /// <summary>Gives up the leases of all entries up to there, for good.</summary>
    public void ReleaseThrough(LogIndex index) => _released = LogIndex.Max(_released, index);

    public LeaderLease Clone() => new(options) { _marks = [.. _marks], _newest = _newest, _released = _released };

    public void Hash(ref StateHasher hasher)
    {
        hasher.Add(_marks.Count);
        foreach (var (through, created) in _marks)
        {
            hasher.Add(through);
            hasher.Add(created.Nanoseconds);
        }

        hasher.Add(End?.Nanoseconds ?? -1);
        hasher.Add(_released);
    }
}
