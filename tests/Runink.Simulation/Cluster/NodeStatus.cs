namespace Runink.Simulation;

/// <summary>How a simulated machine is doing.</summary>
public enum NodeStatus
{
    /// <summary>The program runs.</summary>
    Up,

    /// <summary>The program is stopped and goes on later; its clock runs on, and what arrives waits.</summary>
    Paused,

    /// <summary>The program is not there; what is on disk is.</summary>
    Down,

    /// <summary>Down for ever, and removed from the group before: nobody needs its data.</summary>
    Retired,

    /// <summary>Down for ever, with all its data.</summary>
    Destroyed,
}
