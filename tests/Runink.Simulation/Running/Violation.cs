namespace Runink.Simulation;

/// <summary>A rule that was broken.</summary>
/// <param name="Rule">Its name.</param>
/// <param name="Finding">What was found.</param>
/// <param name="Step">In which step of the episode.</param>
public sealed record Violation(string Rule, string Finding, long Step)
{
    public override string ToString() => $"{Rule} is broken in step {Step}: {Finding}";
}
