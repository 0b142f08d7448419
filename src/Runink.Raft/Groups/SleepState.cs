namespace Runink.Raft;

/// <summary>Whether the group sleeps on this node, and for how long it has had nothing to do.</summary>
internal sealed class SleepState
{
    public bool IsAsleep { get; set; }

    public int IdleTicks { get; set; }

    public SleepState Clone() => new() { IsAsleep = IsAsleep, IdleTicks = IdleTicks };

    public void Hash(ref StateHasher hasher)
    {
        hasher.Add(IsAsleep);
        hasher.Add(IdleTicks);
    }
}
