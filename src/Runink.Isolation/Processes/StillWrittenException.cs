namespace Runink.Isolation.Processes;

/// <summary>Somebody can still write to files that are to be closed.</summary>
/// <param name="target">Where they are mounted.</param>
internal sealed class StillWrittenException(string target) : IOException($"files at {target} are still open for writing");
