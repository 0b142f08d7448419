namespace Runink.Raft;

/// <summary>How long ago a learner asked the member that it follows, and heard from it.</summary>
internal sealed class FeedClock
{
    /// <summary>Ticks since it heard from it; an election timeout of them means that nobody feeds it.</summary>
    public int SilentTicks { get; set; } = int.MaxValue;

    /// <summary>Ticks since it asked.</summary>
    public int SinceAsked { get; set; }

    public FeedClock Clone() => new() { SilentTicks = SilentTicks, SinceAsked = SinceAsked };

    public void Hash(ref StateHasher hasher)
    {
        hasher.Add(SilentTicks);
        hasher.Add(SinceAsked);
    }
}
