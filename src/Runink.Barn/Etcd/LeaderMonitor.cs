namespace Runink.Barn;

/// <summary>
/// Ends streams that asked for a leader once their group has had none here for three election timeouts: on a member that is cut off
/// they would be silent for as long as that lasts, while their clients could hear more from another. Thread-safe.
/// </summary>
/// <param name="time">Of the looks.</param>
/// <param name="electionTimeout">Between two of them.</param>
internal sealed class LeaderMonitor(TimeProvider time, TimeSpan electionTimeout)
{
    private const int LooksWithoutLeader = 3;

    private readonly Lock _lock = new();
    private readonly HashSet<Watched> _streams = [];
    private ITimer? _timer;

    /// <summary>Watches a stream of a group until it is disposed of.</summary>
    /// <param name="group">The group.</param>
    /// <param name="gone">Cancelled when the client goes.</param>
    public Watched Watch(BarnGroup group, CancellationToken gone)
    {
        var stream = new Watched(this, group, gone);
        lock (_lock)
        {
            _streams.Add(stream);
            _timer ??= time.CreateTimer(static monitor => ((LeaderMonitor)monitor!).Look(), this, electionTimeout, electionTimeout);
        }

        return stream;
    }

    private void Look()
    {
        lock (_lock)
        {
            foreach (var stream in _streams) stream.Look();
        }
    }

    private void Forget(Watched stream)
    {
        lock (_lock)
        {
            _streams.Remove(stream);
            if (_streams.Count > 0) return;
            _timer?.Dispose();
            _timer = null;
        }
    }

    /// <summary>A stream, as long as it is served.</summary>
    internal sealed class Watched(LeaderMonitor monitor, BarnGroup group, CancellationToken gone) : IDisposable
    {
        private readonly CancellationTokenSource _ending = CancellationTokenSource.CreateLinkedTokenSource(gone);
        private int _looks;

        /// <summary>Cancelled when the client goes, or the leader has been gone for too long.</summary>
        public CancellationToken Ending => _ending.Token;

        /// <summary>Whether the leader has been gone for too long.</summary>
        public bool IsLeaderless => Volatile.Read(ref _looks) >= LooksWithoutLeader;

        /// <summary>Called under the monitor's lock, so not after the stream was forgotten.</summary>
        public void Look()
        {
            if (IsLeaderless) return;
            Volatile.Write(ref _looks, group.Status.Leader == 0 ? _looks + 1 : 0);
            // What the stream does then is not for the thread of the looks, which holds the lock.
            if (IsLeaderless) _ = _ending.CancelAsync();
        }

        public void Dispose()
        {
            monitor.Forget(this);
            _ending.Dispose();
        }
    }
}
