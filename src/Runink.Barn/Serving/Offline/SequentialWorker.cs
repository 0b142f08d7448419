namespace Runink.Barn;

/// <summary>Does jobs one after the other on the caller's thread, for work on a directory that nobody serves. Not thread-safe.</summary>
internal sealed class SequentialWorker : IDiskWorker
{
    private readonly Queue<(Action Job, Action<Exception?> Done)> _jobs = new();

    public void Submit(Action job, Action<Exception?> done) => _jobs.Enqueue((job, done));

    /// <summary>Does what was submitted, and what follows from it.</summary>
    public void Run()
    {
        while (_jobs.TryDequeue(out var next))
        {
            Exception? problem = null;
            try
            {
                next.Job();
            }
            catch (Exception e)
            {
                // Whoever submitted the job decides what its failure means.
                problem = e;
            }

            next.Done(problem);
        }
    }
}
