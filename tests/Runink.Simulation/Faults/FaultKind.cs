namespace Runink.Simulation;

/// <summary>
/// What can be done to a cluster at a moment. What goes on all the time stands in the options of network and disk.
/// </summary>
public enum FaultKind
{
    /// <summary>One node is cut off in both directions.</summary>
    Isolate,

    /// <summary>The nodes fall into two parts.</summary>
    Split,

    /// <summary>One node can speak and not hear, or hear and not speak.</summary>
    OneWay,

    /// <summary>One link is cut, in one direction or both.</summary>
    CutLink,

    /// <summary>One link becomes slow.</summary>
    SlowLink,

    /// <summary>A node loses what is not on disk, and starts again later.</summary>
    Crash,

    /// <summary>Several nodes or all of them crash at one moment.</summary>
    PowerLoss,

    /// <summary>A node stands still and goes on later.</summary>
    Pause,

    /// <summary>The clock of a node jumps ahead.</summary>
    ClockJump,

    /// <summary>A disk completes nothing for a while.</summary>
    DiskStall,

    /// <summary>A disk loses an entry; it comes out later, when a scrubber or a restart reads it.</summary>
    Rot,

    /// <summary>A write goes to the place of another entry: both are lost.</summary>
    Misdirect,

    /// <summary>A machine burns down, and another one takes its place under a new id.</summary>
    Destroy,

    /// <summary>Someone changes the membership.</summary>
    Change,

    /// <summary>Someone asks for a change that makes no sense.</summary>
    InvalidChange,

    /// <summary>Someone hands the leadership over.</summary>
    Transfer,

    /// <summary>Someone tells a node to stand for election.</summary>
    Campaign,

    /// <summary>The transport says that a peer cannot be reached, rightly or not.</summary>
    Unreachable,

    /// <summary>The host says that a peer is down, rightly or not.</summary>
    PeerDown,

    /// <summary>The host wakes a group that may be asleep.</summary>
    Wake,
}
