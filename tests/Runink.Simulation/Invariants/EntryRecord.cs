using Runink.Raft;

namespace Runink.Simulation;

/// <summary>An entry as it stands in the log of any node: index and term name it for ever.</summary>
/// <param name="entry">The entry as its leader made it.</param>
/// <param name="previous">The term of the entry before it.</param>
public sealed class EntryRecord(Entry entry, Term previous)
{
    public Entry Entry => entry;

    public Term Previous => previous;

    /// <summary>The nodes on whose disks it was ever durable.</summary>
    public NodeSet DurableOn { get; set; }
}
