namespace Runink.Raft;

/// <summary>How long ago a learner asked the member that it follows, and heard from it.</summary>
internal sealed class FeedClock
{
    private int _silent = int.MaxValue;
    private int _sinceAsked = int.MaxValue;
    private bool _isOpen;

    /// <summary>Whether it has heard from that member within so many ticks.</summary>
    public bool HasHeardWithin(int ticks) => _silent < ticks;

    /// <summary>An answer came.</summary>
    public void Hear() => (_silent, _isOpen) = (0, false);

    /// <summary>It asks.</summary>
    public void Ask() => (_sinceAsked, _isOpen) = (0, true);

    public void Tick()
    {
        if (_silent < int.MaxValue) _silent++;
        if (_sinceAsked < int.MaxValue) _sinceAsked++;
    }

    /// <summary>
    /// Whether it should ask: again and again, to show that it is there; but a question whose answer may be on its way is repeated only
    /// when that must be lost, since each answer is a whole batch.
    /// </summary>
    public bool IsDue(RaftOptions options) => _sinceAsked >= (_isOpen ? options.ElectionTicks : 2 * options.HeartbeatTicks);

    public FeedClock Clone() => new() { _silent = _silent, _sinceAsked = _sinceAsked, _isOpen = _isOpen };

    public void Hash(ref StateHasher hasher)
    {
        hasher.Add(_silent);
        hasher.Add(_sinceAsked);
        hasher.Add(_isOpen);
    }
}
