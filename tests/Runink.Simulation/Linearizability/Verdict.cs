namespace Runink.Simulation;

/// <summary>What the checker found out about a history.</summary>
public abstract record Verdict
{
    private Verdict()
    {
    }

    /// <summary>Some order of the operations explains every answer.</summary>
    public sealed record Linearizable : Verdict;

    /// <summary>No order does.</summary>
    /// <param name="Culprit">The first answer, in time, that nothing explains any more.</param>
    /// <param name="Expected">The states that the object could have been in instead, in words; a few of them.</param>
    /// <param name="Window">The operations around it, in the order of their calls; a bounded number.</param>
    public sealed record NotLinearizable(
        Operation Culprit, IReadOnlyList<string> Expected, IReadOnlyList<Operation> Window) : Verdict
    {
        public override string ToString() =>
            $"not linearizable: nothing explains\n  {Culprit}\nfor the object could only be: {string.Join(" | ", Expected)}\n"
            + $"around it:\n{string.Join('\n', Window.Select(o => $"  {o}"))}";
    }

    /// <summary>The search was given up at its bound.</summary>
    /// <param name="Steps">How many steps were tried.</param>
    public sealed record Undecided(long Steps) : Verdict;
}
