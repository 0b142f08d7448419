using System.Collections.Concurrent;
using Runink.Runs.Coordination;

namespace Runink.Runs.Tests;

/// <summary>Keeps everything it is told.</summary>
internal sealed class Recorder : IRunObserver
{
    private readonly ConcurrentQueue<RunEvent> _events = [];

    public IReadOnlyCollection<RunEvent> Events => _events;

    public IEnumerable<T> Of<T>()
        where T : RunEvent => _events.OfType<T>();

    public void On(RunEvent happened) => _events.Enqueue(happened);
}
