namespace Runink.Isolation.Sandbox;

/// <summary>Something that this machine, or the user the agent runs as, cannot give to a slice.</summary>
/// <param name="Code">A word for programs: <c>own-uid</c>, <c>memory-limit</c>, …</param>
/// <param name="Meaning">What it means for a slice.</param>
/// <param name="Fix">What would give it.</param>
public sealed record IsolationGap(string Code, string Meaning, string Fix);
