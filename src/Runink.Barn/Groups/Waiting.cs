namespace Runink.Barn;

/// <summary>
/// What waits for an answer, by its number. Bounded in number by whoever adds, and in time by deadlines, which are the same
/// distance away for all: the oldest is due first.
/// </summary>
internal sealed class Waiting<TWork>
    where TWork : class
{
    private readonly Dictionary<long, TWork> _byNumber = [];
    private readonly Queue<(long Number, long Deadline)> _byAge = new();

    public int Count => _byNumber.Count;

    public void Add(long number, TWork work, long deadline)
    {
        _byNumber.Add(number, work);
        _byAge.Enqueue((number, deadline));
    }

    public TWork? Take(long number) => _byNumber.Remove(number, out var work) ? work : null;

    /// <summary>The one with this number, or null.</summary>
    public TWork? Find(long number) => _byNumber.GetValueOrDefault(number);

    /// <summary>All, the oldest first.</summary>
    public IEnumerable<TWork> All()
    {
        foreach (var (number, _) in _byAge)
            if (_byNumber.TryGetValue(number, out var work)) yield return work;
    }

    /// <summary>Takes the oldest one if its deadline has come; null when none is due.</summary>
    public TWork? TakeOverdue(long now)
    {
        while (_byAge.TryPeek(out var oldest))
        {
            if (oldest.Deadline > now && _byNumber.ContainsKey(oldest.Number)) return null;
            _byAge.Dequeue();
            if (_byNumber.Remove(oldest.Number, out var work)) return work;
        }

        return null;
    }

    /// <summary>Takes the oldest one; null when there is none.</summary>
    public TWork? TakeOldest() => TakeOverdue(long.MaxValue);
}
