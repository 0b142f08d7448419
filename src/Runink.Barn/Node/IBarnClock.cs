using Runink.Raft;

namespace Runink.Barn;

/// <summary>The time of one node. May be read by any thread.</summary>
public interface IBarnClock
{
    /// <summary>
    /// Time that also passes while the process or the machine sleeps. Only differences mean something, and only within one
    /// life of the process.
    /// </summary>
    MonotonicTime Now { get; }
}
