using Runink.Pipelines.Slices;

namespace Runink.Execution.Events;

/// <summary>Sends progress a few times a second while a stage runs, from a timer of its own.</summary>
internal sealed class SliceProgressReporter : IDisposable
{
    private static readonly TimeSpan Period = TimeSpan.FromMilliseconds(250);

    private readonly Timer _timer;
    private readonly EventWriter _events;
    private readonly Func<SliceProgress> _measure;

    public SliceProgressReporter(EventWriter events, Func<SliceProgress> measure)
    {
        (_events, _measure) = (events, measure);
        _timer = new Timer(_ => Report(), null, Period, Period);
    }

    /// <summary>Stops reporting; no event is sent after this returns.</summary>
    public void Dispose()
    {
        using var stopped = new ManualResetEvent(initialState: false);
        if (_timer.Dispose(stopped)) stopped.WaitOne();
    }

    // A coordinator that is gone ends the slice through its input; here there is only nobody left to tell.
    private void Report()
    {
        try
        {
            _events.Send(_measure());
        }
        catch (IOException)
        {
            _timer.Change(Timeout.Infinite, Timeout.Infinite);
        }
    }
}
