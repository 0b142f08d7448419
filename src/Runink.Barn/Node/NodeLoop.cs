using Runink.Raft;

namespace Runink.Barn;

/// <summary>
/// Has a node's work done by one thread at a time. Whatever concerns the node is handed to it as work; whoever does a turn takes all
/// that has gathered and lets the node finish it: one write to the log and one publication for all of it. A thread of its own does
/// turns, and ticks; where little goes on, who hands in work does the turn itself, which costs less than waking another thread.
/// </summary>
internal sealed class NodeLoop : IDisposable
{
    private readonly object _gate = new();
    private readonly IBarnClock _clock;
    private readonly long _tickNanoseconds;
    private readonly Action _tick;
    private readonly Action _endTurn;
    private readonly Func<bool> _mayHoldBack;
    private readonly Action<Exception, IReadOnlyList<NodeWork>> _crashed;
    private readonly Thread _thread;

    // Guarded by the gate.
    private List<NodeWork> _incoming = [];
    private bool _isUrgent;
    private bool _holdsBack;
    private bool _isTurning = true;
    private bool _isWaiting;
    private bool _isStopping;

    // Of whoever does the turn.
    private List<NodeWork> _taken = [];
    private int _begun;
    private MonotonicTime _nextTick;

    /// <param name="clock">When ticks are due.</param>
    /// <param name="tickInterval">Time between two ticks.</param>
    /// <param name="tick">What a tick does.</param>
    /// <param name="endTurn">Finishes a turn.</param>
    /// <param name="mayHoldBack">Whether work that may wait need not be begun until other work is.</param>
    /// <param name="crashed">Told of what the node threw, and of the work that was not begun; nothing is done after it.</param>
    public NodeLoop(
        IBarnClock clock, TimeSpan tickInterval, Action tick, Action endTurn, Func<bool> mayHoldBack,
        Action<Exception, IReadOnlyList<NodeWork>> crashed)
    {
        (_clock, _tick, _endTurn, _mayHoldBack, _crashed) = (clock, tick, endTurn, mayHoldBack, crashed);
        _tickNanoseconds = (long)tickInterval.TotalNanoseconds;
        _thread = new Thread(Run) { Name = "barn", IsBackground = true };
    }

    /// <summary>Begins with turns; until then work only gathers.</summary>
    public void Start()
    {
        _nextTick = _clock.Now + _tickNanoseconds;
        _isTurning = false;
        _thread.Start();
    }

    /// <summary>Hands in work. False when the loop has ended: the work will not be done.</summary>
    /// <param name="work">What to do.</param>
    /// <param name="mayRunHere">
    /// Whether the caller would rather do the turn than wake the loop's thread, if nobody else is at it and nothing else waits. It must
    /// hold no lock then.
    /// </param>
    public bool Post(NodeWork work, bool mayRunHere = false)
    {
        lock (_gate)
        {
            if (_isStopping) return false;
            _incoming.Add(work);
            _isUrgent |= !work.MayWait;
            if (_isTurning || !IsReady) return true;
            if (!mayRunHere || _incoming.Count > 1)
            {
                WakeThread();
                return true;
            }

            Take();
        }

        Turn();
        return true;
    }

    /// <summary>Lets the loop finish what was handed in, and waits for its end.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            _isStopping = true;
            WakeThread();
        }

        if (_thread.IsAlive && Thread.CurrentThread != _thread) _thread.Join();
    }

    // Whether there is work that should not wait.
    private bool IsReady => _isUrgent || (_incoming.Count > 0 && (!_holdsBack || _isStopping));

    private void Run()
    {
        while (AwaitTurn()) Turn();
    }

    /// <returns>Whether there is anything to do; false at the end.</returns>
    private bool AwaitTurn()
    {
        lock (_gate)
        {
            while (true)
            {
                if (!_isTurning)
                {
                    if (IsReady || _clock.Now >= _nextTick) break;
                    if (_isStopping) return false;
                }

                // Who is at it wakes this thread if anything is left to do then.
                var wait = _isTurning ? _tickNanoseconds : _nextTick - _clock.Now;
                _isWaiting = true;
                Monitor.Wait(_gate, TimeSpan.FromMilliseconds(Math.Max(1, Math.Ceiling(wait / 1e6))));
                _isWaiting = false;
            }

            Take();
            return true;
        }
    }

    private void Take()
    {
        (_taken, _incoming) = (_incoming, _taken);
        (_isUrgent, _isTurning) = (false, true);
    }

    private void WakeThread()
    {
        if (_isWaiting) Monitor.Pulse(_gate);
    }

    private void Turn()
    {
        try
        {
            while (_begun < _taken.Count) _taken[_begun++].Run();
            _taken.Clear();
            _begun = 0;
            if (_clock.Now >= _nextTick)
            {
                _tick();
                // After a pause one tick is made up for, not all: what did not run cannot have timed out.
                _nextTick = _clock.Now + _tickNanoseconds;
            }

            _endTurn();
            var holdsBack = _mayHoldBack();
            lock (_gate)
            {
                (_holdsBack, _isTurning) = (holdsBack, false);
                if (IsReady || _isStopping) WakeThread();
            }
        }
        catch (Exception e)
        {
            // The state of the node is not to be trusted after this: no more turns.
            Crash(e);
        }
    }

    private void Crash(Exception reason)
    {
        // Nothing more comes in from here on.
        lock (_gate) _isStopping = true;
        _crashed(reason, [.. _taken.Skip(_begun), .. _incoming]);
        lock (_gate)
        {
            _incoming.Clear();
            (_isUrgent, _isTurning, _nextTick) = (false, false, new(long.MaxValue));
            WakeThread();
        }
    }
}
