namespace Runink.Barn;

/// <summary>
/// The thread that owns a node. Whatever concerns the node is handed to it as work; it takes all that has gathered, lets the
/// node finish the turn (one write to the log and one publication for all of it), and waits. Work may be handed in by any thread.
/// </summary>
internal sealed class NodeLoop : IDisposable
{
    private readonly object _gate = new();
    private readonly IBarnClock _clock;
    private readonly long _tickNanoseconds;
    private readonly Action _tick;
    private readonly Action _endTurn;
    private readonly Func<bool> _mayHoldBack;
    private readonly Action<Exception> _crashed;
    private readonly Thread _thread;
    private List<NodeWork> _incoming = [];
    private bool _isWaiting;
    private bool _holdsBack;
    private bool _isStopping;

    /// <param name="clock">When ticks are due.</param>
    /// <param name="tickInterval">Time between two ticks.</param>
    /// <param name="tick">What a tick does.</param>
    /// <param name="endTurn">Finishes a turn.</param>
    /// <param name="mayHoldBack">Whether work that may wait need not wake the loop until other work does.</param>
    /// <param name="crashed">Told of what the node threw; nothing more is done after it.</param>
    public NodeLoop(IBarnClock clock, TimeSpan tickInterval, Action tick, Action endTurn, Func<bool> mayHoldBack, Action<Exception> crashed)
    {
        (_clock, _tick, _endTurn, _mayHoldBack, _crashed) = (clock, tick, endTurn, mayHoldBack, crashed);
        _tickNanoseconds = (long)tickInterval.TotalNanoseconds;
        _thread = new Thread(Run) { Name = "barn", IsBackground = true };
    }

    public void Start() => _thread.Start();

    /// <summary>Hands in work. False when the loop has ended: the work will not be done.</summary>
    public bool Post(NodeWork work)
    {
        lock (_gate)
        {
            if (_isStopping) return false;
            _incoming.Add(work);
            if (_isWaiting && !(_holdsBack && work.MayWait)) Monitor.Pulse(_gate);
            return true;
        }
    }

    /// <summary>Lets the loop finish what was handed in, and waits for its end.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            _isStopping = true;
            Monitor.Pulse(_gate);
        }

        if (_thread.IsAlive && Thread.CurrentThread != _thread) _thread.Join();
    }

    private void Run()
    {
        try
        {
            Turns();
        }
        catch (Exception e)
        {
            // The state of the node is not to be trusted after this: no more turns.
            lock (_gate) _isStopping = true;
            _crashed(e);
        }
    }

    private void Turns()
    {
        List<NodeWork> taken = [];
        var nextTick = _clock.Now + _tickNanoseconds;
        while (true)
        {
            if (!Take(ref taken, nextTick - _clock.Now)) return;
            foreach (var work in taken) work.Run();
            taken.Clear();
            if (_clock.Now >= nextTick)
            {
                _tick();
                // After a pause one tick is made up for, not all: what did not run cannot have timed out.
                nextTick = _clock.Now + _tickNanoseconds;
            }

            _endTurn();
        }
    }

    /// <returns>Whether there is anything to do; false at the end.</returns>
    private bool Take(ref List<NodeWork> taken, long nanosecondsToTick)
    {
        var holdsBack = _mayHoldBack();
        lock (_gate)
        {
            if ((_incoming.Count == 0 || (holdsBack && _incoming.TrueForAll(work => work.MayWait))) && !_isStopping && nanosecondsToTick > 0)
            {
                (_isWaiting, _holdsBack) = (true, holdsBack);
                Monitor.Wait(_gate, TimeSpan.FromMilliseconds(Math.Ceiling(nanosecondsToTick / 1e6)));
                _isWaiting = false;
            }

            if (_incoming.Count == 0 && _isStopping) return false;
            (taken, _incoming) = (_incoming, taken);
            return true;
        }
    }
}
