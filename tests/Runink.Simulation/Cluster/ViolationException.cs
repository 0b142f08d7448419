namespace Runink.Simulation;

/// <summary>A rule of the protocol does not hold.</summary>
/// <param name="rule">The name of the rule.</param>
/// <param name="finding">What was found instead.</param>
public sealed class ViolationException(string rule, string finding) : Exception($"{rule}: {finding}")
{
    public string Rule => rule;

    public string Finding => finding;
}
