using Runink.Raft;

namespace Runink.Barn;

/// <summary>
/// The entries of a group while its log is read. The oldest segment that is left may begin in the midst of the log: what it knows
/// to exist before it is either not needed by the end, or comes again later, where it was written anew.
/// </summary>
internal sealed class RecoveredEntries(LogIndex start)
{
    private readonly SortedDictionary<LogIndex, Entry> _early = [];
    private readonly List<Entry> _entries = [];
    private LogIndex _start = start;

    private LogIndex Last => _start + _entries.Count;

    public void Put(Entry entry)
    {
        if (entry.Index <= _start) _early[entry.Index] = entry;
        else if (entry.Index == Last.Next) _entries.Add(entry);
        else _entries[(int)(entry.Index - _start) - 1] = entry;
    }

    public void Truncate(LogIndex from)
    {
        if (from > Last) return;
        if (from > _start)
        {
            _entries.RemoveRange((int)(from - _start) - 1, (int)(Last - from) + 1);
            return;
        }

        _entries.Clear();
        _start = from.Previous;
        DropEarly(index => index >= from);
    }

    /// <summary>Entries up to there are not needed.</summary>
    public void Compact(LogIndex through)
    {
        DropEarly(index => index <= through);
        if (through <= _start) return;
        _entries.RemoveRange(0, (int)Math.Min(through - _start, _entries.Count));
        _start = through;
    }

    /// <summary>The log is empty and begins after an index.</summary>
    public void Reset(LogIndex index)
    {
        _early.Clear();
        _entries.Clear();
        _start = index;
    }

    /// <summary>Puts something in the place of every entry after the base that is not there; returns these places, in order.</summary>
    public List<LogIndex> FillGaps(LogIndex @base)
    {
        List<LogIndex> gaps = [];
        for (var index = @base.Next; index <= _start; index = index.Next)
            if (_early.TryAdd(index, Entry.Rotten(index))) gaps.Add(index);
        return gaps;
    }

    /// <summary>All entries after the base.</summary>
    /// <param name="base">Where the log begins.</param>
    /// <param name="missing">The first that is not there, or null.</param>
    public List<Entry> ToList(LogIndex @base, out LogIndex? missing)
    {
        List<Entry> all = [];
        missing = null;
        for (var index = @base.Next; index <= _start; index = index.Next)
        {
            if (!_early.TryGetValue(index, out var entry))
            {
                missing = index;
                return [];
            }

            all.Add(entry);
        }

        if (all.Count == 0) return _entries;
        all.AddRange(_entries);
        return all;
    }

    private void DropEarly(Predicate<LogIndex> isGone)
    {
        if (_early.Count == 0) return;
        foreach (var index in _early.Keys.Where(index => isGone(index)).ToArray()) _early.Remove(index);
    }
}
