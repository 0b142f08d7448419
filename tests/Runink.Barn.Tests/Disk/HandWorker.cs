namespace Runink.Barn.Tests;

/// <summary>A worker without a thread: the test says when a job runs, and when its owner hears of that.</summary>
public sealed class HandWorker : IDiskWorker
{
    private readonly Queue<(Action Job, Action<Exception?> Done)> _jobs = new();

    public int Waiting => _jobs.Count;

    /// <summary>Called when there is a job more.</summary>
    public Action? Submitted { get; set; }

    public void Submit(Action job, Action<Exception?> done)
    {
        _jobs.Enqueue((job, done));
        Submitted?.Invoke();
    }

    /// <summary>Carries out the next job and tells its owner.</summary>
    public void RunOne() => RunWithoutTelling()();

    /// <summary>Carries out the next job; the owner hears of it when the result is called.</summary>
    public Action RunWithoutTelling()
    {
        var (job, done) = _jobs.Dequeue();
        Exception? problem = null;
        try
        {
            job();
        }
        catch (Exception e)
        {
            problem = e;
        }

        return () => done(problem);
    }

    /// <summary>Carries out what is there and what follows from it.</summary>
    public void RunAll()
    {
        for (var i = 0; _jobs.Count > 0; i++)
        {
            if (i > 100_000) throw new InvalidOperationException("jobs follow from jobs without end");
            RunOne();
        }
    }
}
