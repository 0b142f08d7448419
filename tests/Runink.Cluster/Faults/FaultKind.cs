namespace Runink.Cluster;

/// <summary>What may go wrong.</summary>
internal enum FaultKind
{
    /// <summary>kill -9 of one member, started again.</summary>
    Kill,

    /// <summary>kill -9 of the leader, started again.</summary>
    KillLeader,

    /// <summary>kill -9 of everybody at once, started again.</summary>
    KillAll,

    /// <summary>SIGSTOP of one member for a while.</summary>
    Pause,

    /// <summary>SIGSTOP of the leader for a while.</summary>
    PauseLeader,

    /// <summary>Two halves that do not hear each other.</summary>
    Halves,

    /// <summary>Two halves that do not hear each other, and one member whom all hear.</summary>
    Bridge,

    /// <summary>One member hears nobody, and is heard.</summary>
    Deaf,

    /// <summary>One member hears everybody, and is heard by nobody.</summary>
    Mute,

    /// <summary>Cuts between two halves that come and go quickly.</summary>
    Flapping,

    /// <summary>A line that delays, reorders and loses.</summary>
    SlowNetwork,

    /// <summary>A disk without room for a while.</summary>
    FullDisk,

    /// <summary>A disk on which everything takes long.</summary>
    SlowDisk,

    /// <summary>A disk that does not answer for a while.</summary>
    HangingDisk,

    /// <summary>A disk whose syncs fail: the member must end, as it cannot know what is there. It is started again.</summary>
    FailingSync,

    /// <summary>The time of day jumps by minutes or hours, back and forth.</summary>
    ClockJump,

    /// <summary>The time of day goes too fast or too slowly.</summary>
    ClockDrift,

    /// <summary>The leader is told to hand over, to one member after the other.</summary>
    HandOver,

    /// <summary>Every member stopped and started again, one after the other.</summary>
    RollingRestart,

    /// <summary>A running member is removed and one without data added in its place.</summary>
    Replace,

    /// <summary>A member and its disk are lost; it is removed and added without data.</summary>
    Wipe,
}
