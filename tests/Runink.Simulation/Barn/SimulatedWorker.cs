using Runink.Barn;

namespace Runink.Simulation;

/// <summary>
/// A disk's worker in simulated time: jobs are carried out one after the other, each a while after it began, and its owner hears of
/// it on its own loop. A loss of power may strike in the midst of a job.
/// </summary>
internal sealed class SimulatedWorker(World world, Prng chance, BarnDiskOptions options, Action<Action> post) : IDiskWorker, IEventTarget
{
    private readonly Queue<(Action Job, Action<Exception?> Done)> _jobs = new();
    private bool _isOff;
    private bool _isHealthy;
    private long _stalledUntil;

    public void Submit(Action job, Action<Exception?> done)
    {
        _jobs.Enqueue((job, done));
        if (_jobs.Count == 1) Begin();
    }

    /// <summary>
    /// The power goes off: of the job that was under way perhaps a part is carried out, of the others nothing.
    /// </summary>
    /// <param name="interrupt">Makes the disk refuse everything after some more changes.</param>
    public void PowerOff(Action interrupt)
    {
        _isOff = true;
        if (_jobs.Count == 0) return;
        interrupt();
        try
        {
            _jobs.Peek().Job();
        }
        catch (IOException)
        {
            // It came as far as it came.
        }
    }

    /// <summary>The disk does nothing for a while.</summary>
    public void Stall(long nanoseconds) => _stalledUntil = world.Now + nanoseconds;

    /// <summary>The disk does not hang any more, and will not again.</summary>
    public void Heal()
    {
        _isHealthy = true;
        _stalledUntil = 0;
    }

    public bool Handle(in ScheduledEvent happening)
    {
        if (_isOff) return false;
        if (world.Now < _stalledUntil)
        {
            world.Schedule(_stalledUntil - world.Now, this, kind: 0);
            return false;
        }

        var (job, done) = _jobs.Peek();
        Exception? problem = null;
        try
        {
            job();
        }
        catch (Exception e) when (e is IOException or InvalidDataException)
        {
            problem = e;
        }

        _jobs.Dequeue();
        if (_jobs.Count > 0) Begin();
        post(() => done(problem));
        return true;
    }

    private void Begin()
    {
        var delay = chance.Chance(_isHealthy ? 0 : options.StallsPerMillion) ? options.StallNanoseconds : chance.Spread(options.MeanNanoseconds);
        world.Schedule(delay, this, kind: 0);
    }
}
