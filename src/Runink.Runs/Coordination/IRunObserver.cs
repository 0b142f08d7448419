namespace Runink.Runs.Coordination;

/// <summary>Watches a run. Told one thing at a time, on whatever thread it happens; must not block for long.</summary>
public interface IRunObserver
{
    /// <summary>Tells what happened.</summary>
    void On(RunEvent happened);
}
