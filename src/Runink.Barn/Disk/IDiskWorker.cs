namespace Runink.Barn;

/// <summary>
/// Carries out jobs on the disk, one after the other in the order of their submission, away from the thread that may not wait.
/// </summary>
public interface IDiskWorker
{
    /// <summary>
    /// Carries out a job later. <paramref name="done"/> is then called on the owner's event loop, with what the job threw, or null.
    /// </summary>
    void Submit(Action job, Action<Exception?> done);
}
