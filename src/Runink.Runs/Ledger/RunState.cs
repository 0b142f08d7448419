namespace Runink.Runs.Ledger;

/// <summary>How far a run is.</summary>
public enum RunState
{
    /// <summary>Committed; a coordinator works on it, or died while it did.</summary>
    Running,

    /// <summary>Every stage is published.</summary>
    Succeeded,

    /// <summary>A stage failed. The run can be resumed.</summary>
    Failed,

    /// <summary>Stopped by a person, or its coordinator died. The run can be resumed.</summary>
    Interrupted,
}
