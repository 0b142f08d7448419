namespace Runink.Barn;

/// <summary>
/// A thread of its own for a disk's jobs. Thread-safe, though one owner is usual. Jobs that were submitted before
/// <see cref="Dispose"/> are carried out.
/// </summary>
public sealed class DiskThread : IDiskWorker, IDisposable
{
    private readonly Queue<Job> _jobs = new();
    private readonly Action<Action> _post;
    private readonly TimeProvider _clock;
    private readonly int _capacity;
    private readonly Thread _thread;
    private bool _stopping;

    /// <summary>Starts the thread.</summary>
    /// <param name="name">What the thread is called.</param>
    /// <param name="post">Has the owner's event loop call something; must not wait, and may not throw.</param>
    /// <param name="clock">By which ages are told.</param>
    /// <param name="capacity">The most jobs that may wait.</param>
    public DiskThread(string name, Action<Action> post, TimeProvider clock, int capacity = 1024)
    {
        (_post, _clock, _capacity) = (post, clock, capacity);
        _thread = new Thread(Run) { Name = name, IsBackground = true };
        _thread.Start();
    }

    /// <summary>
    /// How long the job that is being carried out has waited since it was submitted, zero when there is none: a disk that hangs
    /// shows here, as it does not come back to say so.
    /// </summary>
    public TimeSpan OldestAge
    {
        get
        {
            lock (_jobs) return _jobs.TryPeek(out var job) ? _clock.GetElapsedTime(job.Submitted) : TimeSpan.Zero;
        }
    }

    /// <inheritdoc/>
    /// <exception cref="InvalidOperationException">More jobs wait than may, or the thread was stopped.</exception>
    public void Submit(Action job, Action<Exception?> done)
    {
        lock (_jobs)
        {
            if (_stopping) throw new InvalidOperationException("the disk's thread was stopped");
            if (_jobs.Count == _capacity) throw new InvalidOperationException($"more than {_capacity} jobs wait for the disk");
            _jobs.Enqueue(new Job(job, done, _clock.GetTimestamp()));
            // While one is carried out, the thread sees the next by itself.
            if (_jobs.Count == 1) Monitor.Pulse(_jobs);
        }
    }

    /// <summary>Stops when the jobs are done, and waits for that.</summary>
    public void Dispose()
    {
        lock (_jobs)
        {
            _stopping = true;
            Monitor.Pulse(_jobs);
        }

        _thread.Join();
    }

    private void Run()
    {
        while (Next() is { } job)
        {
            Exception? problem = null;
            try
            {
                job.Work();
            }
            catch (Exception e)
            {
                problem = e;
            }

            // It counts as unfinished until here, for OldestAge.
            lock (_jobs) _jobs.Dequeue();
            _post(() => job.Done(problem));
        }
    }

    /// <summary>Waits for a job without spinning: the processors are for those who have work. Null at the end.</summary>
    private Job? Next()
    {
        lock (_jobs)
        {
            while (_jobs.Count == 0 && !_stopping) Monitor.Wait(_jobs);
            return _jobs.TryPeek(out var job) ? job : null;
        }
    }

    private sealed record Job(Action Work, Action<Exception?> Done, long Submitted);
}
