namespace Runink.Raft;

/// <summary>
/// A rule of the protocol, or of the interface between node and host, does not hold. Going on could lose data:
/// the host stops the node and reports the message.
/// </summary>
public sealed class RaftAssertionException(string message) : InvalidOperationException(message);
