using System.Diagnostics.CodeAnalysis;

namespace Runink.Simulation;

/// <summary>
/// One rule that holds at every moment. It is told what changed and looks at that alone, so that all of them together cost little;
/// words are made only when the rule is broken.
/// </summary>
public abstract class Invariant : ClusterObserver
{
    /// <summary>The name of the rule.</summary>
    public abstract string Rule { get; }

    /// <exception cref="ViolationException">Always.</exception>
    [DoesNotReturn]
    protected void Broken(string finding) => throw new ViolationException(Rule, finding);
}
