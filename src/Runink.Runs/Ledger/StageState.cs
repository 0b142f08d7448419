namespace Runink.Runs.Ledger;

/// <summary>How far a stage is.</summary>
public enum StageState
{
    /// <summary>Not begun.</summary>
    Pending,

    /// <summary>An attempt is going on, or died with its coordinator.</summary>
    Running,

    /// <summary>Its outcome is decided for good; what it publishes is being moved into place.</summary>
    Committed,

    /// <summary>Done; everything it wrote is in place.</summary>
    Published,

    /// <summary>It failed; at most its dead letters are in place.</summary>
    Failed,

    /// <summary>Stopped before its outcome was decided; nothing of it is in place.</summary>
    Interrupted,

    /// <summary>Not begun, because a stage that it reads from failed.</summary>
    Skipped,
}
