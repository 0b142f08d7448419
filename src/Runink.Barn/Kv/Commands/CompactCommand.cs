namespace Runink.Barn;

/// <summary>Forgets what was superseded at or before a revision; that revision can still be read.</summary>
/// <param name="Revision">The revision.</param>
public sealed record CompactCommand(long Revision) : KvCommand;
