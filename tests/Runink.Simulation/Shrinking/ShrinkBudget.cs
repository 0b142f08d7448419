namespace Runink.Simulation;

/// <summary>How long to look for a smaller failure.</summary>
/// <param name="attempts">Episodes to run, at most.</param>
/// <param name="isOver">Whether the time is over.</param>
public sealed class ShrinkBudget(int attempts, Func<bool> isOver)
{
    /// <summary>Episodes that were run.</summary>
    public int Spent { get; private set; }

    /// <summary>Takes one attempt, if there is one left.</summary>
    public bool TrySpend()
    {
        if (Spent >= attempts || isOver()) return false;
        Spent++;
        return true;
    }
}
