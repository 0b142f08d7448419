namespace Runink.Raft;

/// <summary>The learners that this node feeds: what each has asked for last, and what came of it.</summary>
internal sealed class FeedQueue
{
    private List<Place> _places = [];

    public int Count => _places.Count;

    /// <summary>
    /// Remembers what a learner asks for, in place of what it asked for before. What was sent a moment ago is not sent again: the question
    /// crossed it.
    /// </summary>
    /// <param name="learner">Who asks.</param>
    /// <param name="after">The last entry that it knows to be committed.</param>
    /// <param name="electionTicks">For half as long it gets nothing twice.</param>
    public void Put(NodeId learner, LogPosition after, int electionTicks)
    {
        var last = _places.FindIndex(place => place.Learner == learner);
        if (last >= 0 && _places[last] is { State: FeedState.Sent } sent && sent.After == after && sent.Age < electionTicks / 2) return;
        if (last >= 0) _places.RemoveAt(last);
        _places.Add(new Place(learner, after, FeedState.Asked, Age: 0));
    }

    /// <summary>Who has not asked for two election timeouts is forgotten.</summary>
    public void Tick(int electionTicks)
    {
        for (var i = _places.Count - 1; i >= 0; i--)
        {
            _places[i] = _places[i] with { Age = _places[i].Age + 1 };
            if (_places[i].Age >= 2 * electionTicks) _places.RemoveAt(i);
        }
    }

    /// <summary>Lets each be served that has not got a batch yet; those for which that returns null are forgotten.</summary>
    public void Serve(Func<Place, FeedState?> serve)
    {
        for (var i = _places.Count - 1; i >= 0; i--)
        {
            if (_places[i].State == FeedState.Sent) continue;
            if (serve(_places[i]) is not { } state) _places.RemoveAt(i);
            else if (state != _places[i].State) _places[i] = _places[i] with { State = state, Age = 0 };
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
            hasher.Add((long)place.State);
            hasher.Add(place.Age);
        }
    }

    /// <summary>What a learner asked for.</summary>
    /// <param name="Learner">Who.</param>
    /// <param name="After">The last entry that it knows to be committed.</param>
    /// <param name="State">What came of it.</param>
    /// <param name="Age">Ticks since that came of it.</param>
    public readonly record struct Place(NodeId Learner, LogPosition After, FeedState State, int Age);
}

/// <summary>What came of a learner's question.</summary>
internal enum FeedState
{
    /// <summary>Nothing yet.</summary>
    Asked,

    /// <summary>It was told that there is nothing new, and gets what comes.</summary>
    Waits,

    /// <summary>It was sent a batch, and will ask for the next.</summary>
    Sent,
}
