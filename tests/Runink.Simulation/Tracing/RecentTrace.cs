namespace Runink.Simulation;

/// <summary>Keeps the last lines of a history.</summary>
public sealed class RecentTrace(int capacity) : TraceSink
{
    private readonly Queue<string> _lines = new(capacity);

    public IReadOnlyCollection<string> Lines => _lines;

    protected override void Add(string line)
    {
        if (_lines.Count == capacity) _lines.Dequeue();
        _lines.Enqueue(line);
    }
}
