namespace Runink.Simulation;

/// <summary>What happens to a node.</summary>
public enum NodeEvent
{
    /// <summary>Time for the next tick, and for planning the one after.</summary>
    Tick,

    /// <summary>A tick that a pause held up.</summary>
    ExtraTick,

    /// <summary>A message that a pause held up.</summary>
    Message,

    /// <summary>The host takes the effects of several inputs together.</summary>
    Drain,

    /// <summary>Writes are durable, and a pause held up the report.</summary>
    Durable,

    /// <summary>The state machine has applied a batch.</summary>
    Apply,

    /// <summary>A snapshot that the node took is on disk.</summary>
    SnapshotWritten,

    /// <summary>A piece of a snapshot was read for another node.</summary>
    PieceRead,

    /// <summary>The scrubber meets an entry that the disk has lost.</summary>
    Scrub,

    /// <summary>A client calls.</summary>
    Call,
}
