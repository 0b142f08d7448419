namespace Runink.Raft;

/// <summary>The learners that wait to be fed by this node: one place each.</summary>
internal sealed class FeedQueue
{
    private List<Place> _places = [];

    public int Count => _places.Count;

    /// <summary>Remembers what a learner asks for, in place of what it asked for before.</summary>
    public void Put(NodeId learner, LogPosition after, int ticks)
    {
        _places.RemoveAll(place => place.Learner == learner);
        _places.Add(new Place(learner, after, ticks, IsAnswered: false));
    }

    /// <summary>Who has not asked for long is forgotten.</summary>
    public void Tick()
    {
        for (var i = _places.Count - 1; i >= 0; i--)
        {
            _places[i] = _places[i] with { TicksLeft = _places[i].TicksLeft - 1 };
            if (_places[i].TicksLeft <= 0) _places.RemoveAt(i);
        }
    }

    /// <summary>Lets each be served; those for which that returns null wait no longer.</summary>
    public void Serve(Func<Place, Place?> serve)
    {
        for (var i = _places.Count - 1; i >= 0; i--)
        {
            if (serve(_places[i]) is { } waits) _places[i] = waits;
            else _places.RemoveAt(i);
        }
    }

    public FeedQueue Clone() => new() { _places = [.. _places] };

    public void Hash(ref StateHasher hasher)
    {
        hasher.Add(_places.Count);
        foreach (var place in _places)
        {
            hasher.Add(place.Learner);
            place.After.Hash(ref hasher);
            hasher.Add(place.TicksLeft);
            hasher.Add(place.IsAnswered);
        }
    }

    /// <summary>A learner that waits.</summary>
    /// <param name="Learner">Who.</param>
    /// <param name="After">The last entry that it knows to be committed.</param>
    /// <param name="TicksLeft">How long it is remembered.</param>
    /// <param name="IsAnswered">Whether it was told that there is nothing new yet.</param>
    public readonly record struct Place(NodeId Learner, LogPosition After, int TicksLeft, bool IsAnswered);
}
